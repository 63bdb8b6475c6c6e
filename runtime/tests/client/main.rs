//! What clients do: on the wire, in memory, and when the other side misbehaves.
//!
//! Behaviour that users rely on, and the test that shows it over a real socket on loopback:
//!
//! | behaviour | tests |
//! |---|---|
//! | list, get and edit send exactly these bytes | [`calls`]: `list_on_the_wire`, `get_on_the_wire`, `edit_on_the_wire` |
//! | without a credential, or with half of one, nothing is sent; of several, one alternative is, the empty one last | [`auth`]: `what_arrives_over_a_real_socket`, `an_alternative_with_credentials_comes_before_the_empty_one` |
//! | a credential that no header can hold is refused when it is given; so is an empty one | [`auth`]: `credentials_that_cannot_be_sent_are_refused_at_construction` (there is nothing to send) |
//! | credentials and the base URL come from the environment; an empty variable counts as unset | [`transports`]: `credentials_of_the_environment` |
//! | a provider is asked for a credential with each attempt, and once for another one if it is refused | [`providers`]: `each_attempt_carries_what_the_provider_says_then`, `a_refused_credential_is_replaced_once_and_at_once`, `a_second_refusal_is_the_answer`, `many_calls_share_one_refresh` |
//! | what a provider fails at is the error of the call | [`providers`]: `an_error_of_the_provider_is_the_error_of_the_call`, `an_error_that_says_so_is_temporary`, `an_error_after_a_refusal_keeps_the_refusal`, `an_attempt_covers_the_provider` |
//! | identifiers are percent-encoded | [`paths`]: `what_has_a_meaning_of_its_own_is_encoded` |
//! | identifiers that are empty, or dots in any encoding, are refused | [`paths`]: `nothing_is_refused`, `what_some_server_takes_for_dots_is_refused` |
//! | numbers that JSON does not have are violations, and refused wherever they would go | [`parameters`]: `what_is_no_number_in_json_is_refused_everywhere` |
//! | inputs that violate the schema are refused with every violation; one switch turns that off | [`validation`]: `every_violation_is_listed_and_nothing_is_sent`, `one_switch_turns_it_off` |
//! | 200 with `success: false` is an error | [`answers`]: `a_success_that_says_that_it_is_none`, `a_list_that_says_that_it_failed` |
//! | an error has status, codes, messages, headers, request id and attempts | [`answers`]: `errors_with_an_envelope`; [`errors`]: `predicates_by_status`, `predicates_by_kind`, `entries_of_the_list_of_errors` |
//! | the message of an error ends with what it began with | [`errors`]: `the_message_ends_with_what_it_began_with_and_debug_shows_all_causes` |
//! | headers are values of their types, and what is none is an error that says what was expected | [`headers`]: `each_type_of_a_single_value`, `lists_are_texts_between_commas_and_lines`, `what_is_not_of_the_type_is_an_error_that_says_what_is`, `errors_and_pages_have_headers_too` |
//! | an error as HTML, as nothing, with `errors: null` or a code as text, is the same kind of error | [`answers`]: `errors_in_every_other_form` |
//! | what an error says is found without an envelope, too: in an object `error`, beside `errors`, in the list, or in a list `detail` | [`answers`]: `errors_without_an_envelope`, `what_errors_say_by_convention` |
//! | a file is the declared answer of bytes under whatever media type it comes | [`answers`]: `a_file_comes_under_a_name_of_its_own` |
//! | that nothing was modified is an error, or no value where that is asked for | [`answers`]: `what_was_not_modified_has_no_value` |
//! | unknown values and members are kept, byte for byte | [`answers`]: `what_is_new_is_kept` |
//! | a missing member, a null and a wrong type are errors with a path and the body | [`answers`]: `what_is_not_what_the_document_says` |
//! | absent, null and a value are three things, in both directions | [`answers`]: `absent_null_and_a_value_are_three_things` |
//! | a time that is none spoils no answer | [`answers`]: `a_time_that_is_none_spoils_no_answer` |
//! | JSON with a byte order mark, as `text/plain`, or without a type, is JSON | [`answers`]: `what_servers_get_wrong_about_json` |
//! | text is what is called so, ranges and parameters of media types count, and each answer has its envelope or none | [`answers`]: `the_content_type_of_an_answer_says_how_it_is_read`, `the_media_type_that_says_most_about_an_answer_is_its_own`, `each_answer_has_an_envelope_or_none` |
//! | gzip, brotli and zstd are decoded | [`limits`]: `compressed_bodies`, `encodings_that_cannot_be_read` |
//! | a stream that is compressed, or something else by its media type, is an error and not an empty stream | [`streams`]: `a_compressed_stream_is_an_error`, `what_is_no_stream_by_its_media_type_is_an_error` |
//! | a record of a JSON sequence may have several lines, and comes when it is whole | [`streams`]: `records_have_as_many_lines_as_they_need`, `a_record_comes_before_the_next_one_begins` |
//! | a stream may last as long as it does not stall, and no longer than the timeout of its call | [`streams`]: `a_stream_may_last_as_long_as_it_does_not_stall`, `a_stream_ends_with_the_time_of_its_call` |
//! | the body of any answer can be taken as it arrives, without a limit | [`streams`]: `any_body_as_it_arrives` |
//! | 204, or nothing, where a value is needed is an error that says so | [`answers`]: `no_body_where_one_is_needed` |
//! | deep nesting is an error, not a stack overflow | [`limits`]: `nesting` |
//! | endless bodies, bombs and large headers end at a limit | [`limits`]: `a_body_without_end`, `an_error_without_end_is_cut_off`, `a_bomb`, `headers` |
//! | a wrong length breaks one call and not the next one | [`answers`]: `lengths_that_are_wrong` |
//! | 408, 409, 429 and 5xx are retried, two times, unless the operation may not be repeated | [`retries`]: `statuses_over_a_real_socket` |
//! | resets, refused connections, truncated heads and bodies are retried | [`retries`]: `a_connection_that_is_reset`, `a_refused_connection_is_retried_even_if_the_operation_may_not_be_repeated`, `retries_over_a_real_socket` |
//! | delays double; `retry-after`, `retry-after-ms` and `x-should-retry` are obeyed within reason, and never on a success | [`retries`]: `retries_over_a_real_socket`, `delays_and_orders_of_the_server_over_a_real_socket`, `the_error_says_how_long_the_server_asks_to_wait` |
//! | all calls share one budget of retries | [`retries`]: `one_budget_over_a_real_socket` |
//! | connecting, an attempt and a call have a timeout each, which covers the body | [`timeouts`]: `a_connection_that_does_not_come_about`, `an_attempt_covers_head_and_body`, `a_call_as_a_whole` |
//! | dropping a call ends it at once, during its delay, too | [`timeouts`]: `dropping_a_call_closes_its_connection`, `dropping_a_call_ends_its_delay` |
//! | a body that is a stream is sent in chunks or with its length, as fast as the server reads, and once | [`uploads`]: `a_stream_arrives_in_chunks_or_with_its_length`, `parts_around_streams_are_read_by_another_parser`, `a_stream_is_read_as_fast_as_the_server_reads`, `a_call_with_a_stream_is_made_once` |
//! | a stream ends with its call, and its error is the call's | [`uploads`]: `an_error_of_the_stream_is_the_error_of_the_call`, `timeouts_cover_the_stream_and_end_it`, `dropping_a_call_drops_its_stream`, `an_early_answer_ends_the_stream` |
//! | credentials never leave the origin, and no method changes | [`redirects`]: `to_another_origin_nothing_is_sent`, `everything_that_makes_another_origin`, `within_the_origin_a_get_stays_a_get`, `what_changes_something_is_not_redirected` |
//! | a redirect that is not followed is the raw answer, and the answer if nothing else is declared | [`redirects`]: `the_raw_answer_can_be_a_redirect_that_is_not_followed`, `a_redirect_that_is_the_answer_is_not_followed` |
//! | lists are walked through page by page, each page asked for once, and come to an end | [`pages`]: all of them; [`searches`]: all of them |
//! | the raw answer, and options of a single call | [`calls`]: `the_raw_answer_with_all_that_is_known_about_it`, `options_of_a_single_call`; [`timeouts`]: `a_call_as_a_whole` |
//! | base URLs with and without a slash and a path, with any letters in the host; a query or a fragment is refused | [`calls`]: `the_base_url_works_with_and_without_slash_and_path`, `the_host_of_a_base_url_may_have_any_letters`, `a_base_url_that_cannot_be_used_is_refused` |
//! | no credential is shown | [`secrets`]: `public_types`, `errors_of_the_network`, `a_span_says_what_was_called_and_how_it_went` |
//! | what a transport refuses to send is not sent again, and the error says why | [`answers`]: `an_operation_without_an_answer_in_memory` |
//! | proxies come from the environment | [`transports`]: `proxies_of_the_environment` |
//! | code that is not async makes the same calls | [`blocking`]: all of them |
//! | many calls at once, with faults, lose none and mix none up | [`concurrency`]: `faults_lose_no_call_and_mix_none_up` |

#![allow(
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod support;

mod answers;
mod auth;
mod blocking;
mod bodies;
mod calls;
mod concurrency;
mod errors;
mod golden;
mod headers;
mod limits;
mod pages;
mod parameters;
mod paths;
mod providers;
mod redirects;
mod retries;
mod searches;
mod secrets;
mod streams;
mod timeouts;
mod transports;
mod uploads;
mod validation;

#[test]
fn the_table_names_tests_that_exist() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/client");
    let table = include_str!("main.rs")
        .lines()
        .filter(|line| line.starts_with("//! | "));
    let mut named = 0;
    for row in table.filter(|line| line.contains("[`")) {
        let cell = row.rsplit(" | ").next().unwrap();
        for part in cell.split("[`").skip(1) {
            let (module, tests) = part.split_once("`]: ").unwrap();
            let file = std::fs::read_to_string(folder.join(module).with_extension("rs")).unwrap();
            for test in tests.split('`').skip(1).step_by(2) {
                assert!(file.contains(&format!("fn {test}(")), "{module}: {test}");
                named += 1;
            }
        }
    }
    assert!(named > 40, "{named} tests are named");
}
