//! A plot of a corpus: how long each document takes, over the number of its operations.
//!
//! Both axes are logarithmic, so that time which grows linearly is a line at the angle of the one that is
//! drawn: through the documents with a hundred operations and more, on the (geometric) average.

use std::fmt::Write;

use super::Row;

/// The size of the drawing, in pixels.
const SIZE: (f64, f64) = (760.0, 480.0);

/// What is left free for labels: to the left and below, and to the right and above.
const MARGIN: (f64, f64) = (64.0, 24.0);

/// Powers of ten of the axes: operations from 1, milliseconds from 1.
const DECADES: (i32, i32) = (4, 4);

/// From how many operations on a document counts for the line, and has its name beside its point.
const LARGE: f64 = 100.0;

/// One document.
struct Point<'r> {
    name: &'r str,
    operations: f64,
    milliseconds: f64,
}

/// The drawing as SVG.
pub(super) fn svg(rows: &[Row]) -> String {
    let points: Vec<Point<'_>> = rows.iter().filter_map(point).collect();
    let (width, height) = SIZE;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"11\">\n\
         <title>Seconds of generating over operations</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n"
    );
    grid(&mut out);
    if let Some(rate) = rate(&points) {
        line(rate, &mut out);
    }
    for one in &points {
        dot(one, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

fn point(row: &Row) -> Option<Point<'_>> {
    let seconds = row.figures.as_ref()?.get("seconds")?.as_f64()?;
    let operations = row.figures.as_ref()?.get("operations")?.as_f64()?;
    (operations >= 1.0).then_some(Point {
        name: &row.name,
        operations,
        milliseconds: (seconds * 1000.0).max(1.0),
    })
}

/// Milliseconds for one operation, on the average of the large documents.
fn rate(points: &[Point<'_>]) -> Option<f64> {
    let logs: Vec<f64> = points
        .iter()
        .filter(|point| point.operations >= LARGE)
        .map(|point| (point.milliseconds / point.operations).ln())
        .collect();
    let count = u32::try_from(logs.len()).ok().filter(|count| *count > 0)?;
    Some((logs.iter().sum::<f64>() / f64::from(count)).exp())
}

fn x(operations: f64) -> f64 {
    let share = operations.log10() / f64::from(DECADES.0);
    MARGIN.0 + share * (SIZE.0 - MARGIN.0 - MARGIN.1)
}

fn y(milliseconds: f64) -> f64 {
    let share = milliseconds.log10() / f64::from(DECADES.1);
    SIZE.1 - MARGIN.0 - share * (SIZE.1 - MARGIN.0 - MARGIN.1)
}

fn grid(out: &mut String) {
    let (left, right) = (x(1.0), x(10_f64.powi(DECADES.0)));
    let (bottom, top) = (y(1.0), y(10_f64.powi(DECADES.1)));
    for power in 0..=DECADES.0 {
        let (value, at) = (10_i64.pow(power.unsigned_abs()), x(10_f64.powi(power)));
        let _ = writeln!(
            out,
            "<path d=\"M{at:.1} {bottom:.1}V{top:.1}\" stroke=\"#ddd\"/>\
             <text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{value}</text>",
            bottom + 18.0
        );
    }
    for power in 0..=DECADES.1 {
        let (value, at) = (10_i64.pow(power.unsigned_abs()), y(10_f64.powi(power)));
        let _ = writeln!(
            out,
            "<path d=\"M{left:.1} {at:.1}H{right:.1}\" stroke=\"#ddd\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{value} ms</text>",
            left - 6.0,
            at + 4.0
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">operations</text>",
        f64::midpoint(left, right),
        bottom + 40.0
    );
}

fn line(rate: f64, out: &mut String) {
    let first = (1.0 / rate).max(1.0);
    let last = (10_f64.powi(DECADES.1) / rate).min(10_f64.powi(DECADES.0));
    let _ = writeln!(
        out,
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#c44\" stroke-dasharray=\"5 4\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" fill=\"#c44\">{rate:.2} ms for one operation</text>",
        x(first),
        y(first * rate),
        x(last),
        y(last * rate),
        x(2.0),
        y(10_f64.powi(DECADES.1)) + 16.0
    );
}

fn dot(point: &Point<'_>, out: &mut String) {
    let (x, y) = (x(point.operations), y(point.milliseconds));
    let name = escaped(point.name);
    let _ = writeln!(
        out,
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"#247\" fill-opacity=\"0.7\">\
         <title>{name}: {} operations, {:.0} ms</title></circle>",
        point.operations, point.milliseconds
    );
    if point.operations >= LARGE * 4.0 {
        let file = name.rsplit('/').next().unwrap_or(&name);
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{file}</text>",
            x - 6.0,
            y - 4.0
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(name: &str, operations: u64, seconds: f64) -> Row {
        Row {
            name: name.to_owned(),
            figures: Some(json!({"operations": operations, "seconds": seconds})),
            said: String::new(),
            compiled: None,
        }
    }

    #[test]
    fn documents_are_points_at_the_logarithms_of_their_figures() {
        let svg = svg(&[row("a<b>.json", 100, 0.1), row("none.json", 0, 0.1)]);
        // Half of both axes: 100 of 10,000 operations, 100 of 10,000 ms.
        assert!(svg.contains("<circle cx=\"400.0\" cy=\"220.0\""), "{svg}");
        assert!(
            svg.contains("a&lt;b&gt;.json: 100 operations, 100 ms"),
            "{svg}"
        );
        assert!(svg.contains("1.00 ms for one operation"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 1, "{svg}");
    }

    #[test]
    fn a_corpus_without_large_documents_has_no_line() {
        assert!(!svg(&[row("a.json", 3, 0.1)]).contains("one operation"));
    }
}
