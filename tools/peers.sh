#!/usr/bin/env bash
# Compares the crates that generators make of the same documents: what it takes to generate them, and what
# the compiler takes for the crate alone, with all features, incremental compilation off.
#
#   tools/peers.sh DOCUMENT...             cargo check
#   BUILDS=1 tools/peers.sh DOCUMENT...    and cargo build, and cargo build --release
#   FIRST=1 tools/peers.sh DOCUMENT...     and the first cargo build, with all dependencies, by default features
#   RUNS=5 tools/peers.sh DOCUMENT...      the shortest of five runs each, in place of one
#
# Needs GNU time, and the other generators:
#
#   cargo install openapi-to-rust oas3-gen cargo-progenitor
#
# A generator that is not there is left out. What the compiler takes is processor time, so that other work on the
# machine matters little; what generating takes is by the clock, with what it needs to find dependencies.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=${WORK:-$root/target/peers}
export CARGO_INCREMENTAL=0
export CARGO_TERM_COLOR=never
mkdir -p "$work"
work=$(cd "$work" && pwd)

cargo build --quiet --release --package xtask --manifest-path "$root/Cargo.toml"
xtask=${CARGO_TARGET_DIR:-$root/target}/release/xtask

# The generators: each makes the crate of document $1 in folder $2.
ours() {
    (cd "$root" && "$xtask" codegen --keep-going --schema "$1" --out "$2" --package peer)
}
openapi_to_rust() {
    mkdir "$2/src" && openapi-to-rust generate "$1" --output-dir "$2/src/api" --module-name api \
        && manifest "$2" && grep -v '^#' "$2/src/api/REQUIRED_DEPS.toml" >>"$2/Cargo.toml"
}
oas3_gen() {
    mkdir "$2/src" && oas3-gen generate client-mod --input "$1" --output "$2/src/api" \
        && manifest "$2" && (cd "$2" && cargo add --quiet anyhow base64 chrono --features chrono/serde \
        && cargo add --quiet http oas3-gen-support regex secrecy serde_json serde_html_form \
        && cargo add --quiet reqwest --features json,query,stream,multipart,form \
        && cargo add --quiet serde --features derive && cargo add --quiet serde_with --features indexmap_2 \
        && cargo add --quiet uuid --features serde && cargo add --quiet validator@0.20 --features derive,indexmap \
        && cargo add --quiet indexmap --features serde && cargo add --quiet futures-util eventsource-stream)
}
progenitor() {
    cargo-progenitor progenitor --input "$1" --output "$2" --name peer --version 0.1.0 \
        && printf '\n[workspace]\n' >>"$2/Cargo.toml"
}

# A crate in folder $1 around the module that a generator makes.
manifest() {
    printf '[package]\nname = "peer"\nversion = "0.1.0"\nedition = "2024"\n\n[workspace]\n\n' >"$1/Cargo.toml"
    printf 'pub mod api;\n' >"$1/src/lib.rs"
}

# Seconds of processor time and MiB of a command for the crate here, or how many errors it ends with.
measured() {
    : >"$work/usages"
    for _ in $(seq "${RUNS:-1}"); do
        touch src/lib.rs
        if ! /usr/bin/time --format '%U %S %M' --output "$work/usage" "$@" >"$work/said" 2>&1; then
            printf '%d errors' "$(grep '^error' "$work/said" | grep -vc '^error: could not compile')"
            return
        fi
        awk '{ print $1 + $2, $3 / 1024 }' "$work/usage" >>"$work/usages"
    done
    sort -n "$work/usages" | awk 'NR == 1 { printf "%.1f s, %d MiB", $1, $2 }'
}

# What cargo needs for the crate in folder $1 alone: `check`, `build`, `build --release`. Its dependencies are
# compiled before, with an empty crate in its place.
compiled() {
    local folder=$1
    shift
    mv "$folder/src" "$folder/generated"
    mkdir "$folder/src"
    touch "$folder/src/lib.rs"
    (cd "$folder" && cargo "$@" --quiet --all-features >"$work/said" 2>&1) || true
    rm -r "$folder/src"
    mv "$folder/generated" "$folder/src"
    (cd "$folder" && measured cargo "$@" --quiet --all-features)
}

# Seconds of processor time of the first `cargo build` of the crate in folder $1, and how many crates it compiles.
first() {
    rm -rf "$work/first"
    (cd "$1" && CARGO_TARGET_DIR=$work/first /usr/bin/time --format '%U %S' --output "$work/usage" \
        cargo build >"$work/said" 2>&1) || true
    awk -v crates="$(grep -c '^ *Compiling ' "$work/said")" '{ printf "%.0f s, %d crates", $1 + $2, crates }' "$work/usage"
    rm -rf "$work/first"
}

printf '| document | generator | generated | lines | check'
[ -n "${BUILDS:-}" ] && printf ' | build | release'
[ -n "${FIRST:-}" ] && printf ' | first build'
printf ' |\n|---|---|---|---|---'
[ -n "${BUILDS:-}" ] && printf '|---|---'
[ -n "${FIRST:-}" ] && printf '|---'
printf '|\n'
for document in "$@"; do
    name=$(basename "$document")
    document=$(cd "$(dirname "$document")" && pwd)/$name
    for generator in ours openapi_to_rust oas3_gen progenitor; do
        case $generator in
            openapi_to_rust) command -v openapi-to-rust >/dev/null || continue ;;
            oas3_gen) command -v oas3-gen >/dev/null || continue ;;
            progenitor) command -v cargo-progenitor >/dev/null || continue ;;
        esac
        folder=$work/${name%.*}-$generator
        rm -rf "$folder"
        mkdir "$folder"
        export CARGO_TARGET_DIR=$work/target-$generator
        printf '| %s | %s | ' "$name" "$generator"
        start=$(date +%s.%N)
        if ! "$generator" "$document" "$folder" >"$work/generator" 2>&1; then
            printf 'refused | | |\n'
            continue
        fi
        awk -v a="$start" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f s | ", b - a }'
        find "$folder/src" -name '*.rs' -print0 | xargs -0 cat | wc -l | tr -d '\n'
        printf ' | %s' "$(compiled "$folder" check)"
        if [ -n "${BUILDS:-}" ]; then
            printf ' | %s' "$(compiled "$folder" build)"
            printf ' | %s' "$(compiled "$folder" build --release)"
        fi
        if [ -n "${FIRST:-}" ]; then
            printf ' | %s' "$(first "$folder")"
        fi
        printf ' |\n'
    done
done
