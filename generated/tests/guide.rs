//! The guide in the docs of the crate: each of its blocks of code stands here as it is there, so that it
//! is known to compile. (It is no doctest, since texts of the document beside it must never be one.)

#![cfg(feature = "testing")]

const GUIDE: &str = include_str!("../src/lib.rs");

async fn calls() -> Result<(), generated::Error> {
    let client = generated::Client::from_env()?;
    let page = client.user().invites().list().send().await?;
    let _: generated::Page<generated::Invite, generated::ResultInfo> = page;
    Ok(())
}

#[rustfmt::skip]
async fn authentication() -> Result<(), generated::Error> {
    let client = generated::Client::builder()
        .api_email("...")
        .api_key("...")
        .build()?;
    let _: generated::Client = client;
    Ok(())
}

#[rustfmt::skip]
async fn providers() -> Result<(), generated::Error> {
    let client = generated::Client::builder()
        .api_email("...")
        .api_key(async || Ok("...".into()))
        .build()?;
    let _: generated::Client = client;
    Ok(())
}

async fn errors() -> Result<(), generated::Error> {
    let client = generated::Client::from_env()?;
    match client.user().invites().list().send().await {
        Ok(_) => println!("done"),
        Err(error) if error.is_not_found() => println!("there is none"),
        Err(error) if error.is_validation() => println!("{:?}", error.violations()),
        Err(error) if error.is_api() => println!("{:?}", error.decode::<generated::ResponseFailure>()?),
        Err(error) => println!("{error}: {:?}", error.errors()),
    }
    Ok(())
}

#[rustfmt::skip]
async fn retries() -> Result<(), generated::Error> {
    let client = generated::ClientBuilder::from_env()
        .timeout(core::time::Duration::from_secs(30))
        .max_retries(4)
        .build()?;
    let _: generated::Client = client;
    Ok(())
}

async fn pagination() -> Result<(), generated::Error> {
    let client = generated::Client::from_env()?;
    let mut items = client.user().invites().list().stream();
    while let Some(item) = items.next().await {
        println!("{:?}", item?);
    }
    Ok(())
}

#[rustfmt::skip]
async fn testing() -> Result<(), generated::Error> {
    let memory = generated::testing::memory();
    let client = generated::Client::builder()
        .api_email("...")
        .api_key("...")
        .transport(memory.clone())
        .build()?;
    client.user().invites().list().send().await?;
    assert_eq!(memory.requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn what_the_guide_says_of_tests_works() {
    testing().await.expect("the example of the document");
}

#[test]
fn every_block_of_the_guide_is_compiled_here() {
    let compiled = lines(include_str!("guide.rs").lines());
    let blocks = blocks();
    assert_eq!(blocks.len(), 7, "{blocks:#?}");
    for block in blocks {
        assert!(compiled.contains(&block), "not in tests/guide.rs:\n{block}");
    }
    // What is compiled, and needs an environment to run.
    let _futures = (calls(), authentication(), providers(), errors(), retries(), pagination());
}

/// The blocks of code of the guide, without the lines that are not shown.
fn blocks() -> Vec<String> {
    let docs = GUIDE.lines().filter_map(|line| line.strip_prefix("//!")).map(str::trim_start);
    let mut parts = Vec::new();
    let mut block = None::<Vec<&str>>;
    for line in docs {
        match (&mut block, line.starts_with("```")) {
            (None, true) => block = Some(Vec::new()),
            (None, false) => {}
            (Some(_), true) => parts.extend(block.take().map(|block| lines(block.into_iter()))),
            (Some(_), false) if line.starts_with("# ") => {}
            (Some(block), false) => block.push(line),
        }
    }
    parts
}

/// Lines without their indentation.
fn lines<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    lines.map(|line| format!("{}\n", line.trim())).collect()
}
