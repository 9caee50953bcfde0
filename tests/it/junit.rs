//! JUnit XML against the common schema: what the readers of CI servers accept.

use crate::program::{empty_folder, project, ringback_in};

/// An element as it was read.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    fn count(&self, name: &str) -> usize {
        self.attribute(name).unwrap().parse().unwrap()
    }
}

/// Reads a document strictly; an error where it is not well formed.
fn parse(text: &str) -> Result<Element, String> {
    let body = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").ok_or("prolog")?;
    let (root, rest) = element(body.trim_start())?;
    if rest.trim().is_empty() { Ok(root) } else { Err(format!("after the root: {rest}")) }
}

fn element(text: &str) -> Result<(Element, &str), String> {
    let inside = text.strip_prefix('<').ok_or_else(|| format!("no element: {text:.40}"))?;
    let end = inside.find('>').ok_or("an open tag")?;
    let (tag, mut rest) = (&inside[..end], &inside[end + 1..]);
    let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut found = Element {
        name: name.to_owned(),
        attributes: read_attributes(attributes)?,
        children: Vec::new(),
        text: String::new(),
    };
    if empty {
        return Ok((found, rest));
    }
    loop {
        let next = rest.find('<').ok_or("an element without end")?;
        found.text += &unescaped(&rest[..next])?;
        rest = &rest[next..];
        if let Some(after) = rest.strip_prefix("</") {
            let (closing, after) = after.split_once('>').ok_or("an open closing tag")?;
            if closing != found.name {
                return Err(format!("{} closed by {closing}", found.name));
            }
            return Ok((found, after));
        }
        let (child, after) = element(rest)?;
        found.children.push(child);
        rest = after;
    }
}

fn read_attributes(mut text: &str) -> Result<Vec<(String, String)>, String> {
    let mut found: Vec<(String, String)> = Vec::new();
    while !text.trim().is_empty() {
        let (name, rest) =
            text.trim_start().split_once("=\"").ok_or("an attribute without value")?;
        let (value, rest) = rest.split_once('"').ok_or("an open value")?;
        if found.iter().any(|(other, _)| other == name) {
            return Err(format!("{name} twice"));
        }
        found.push((name.to_owned(), unescaped(value)?));
        text = rest;
    }
    Ok(found)
}

fn unescaped(text: &str) -> Result<String, String> {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r') || c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
    };
    if let Some(c) = text.chars().find(|&c| !allowed(c) || c == '<') {
        return Err(format!("{c:?} is not allowed"));
    }
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').ok_or_else(|| format!("a bare &: {part}"))?;
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "#10" => '\n',
            "#9" => '\t',
            other => return Err(format!("unknown &{other};")),
        };
        plain.push(c);
        plain += rest;
    }
    Ok(plain)
}

/// The rules that the schemas of Jenkins and Surefire share: which elements stand where, which
/// attributes they must and may have, and that the counts count.
fn validate(root: &Element) {
    let may = |element: &Element, required: &[&str], optional: &[&str]| {
        for name in required {
            assert!(element.attribute(name).is_some(), "{} lacks {name}", element.name);
        }
        for (name, _) in &element.attributes {
            let known = required.contains(&name.as_str()) || optional.contains(&name.as_str());
            assert!(known, "{} has {name}", element.name);
        }
    };
    let decimal = |element: &Element, name: &str| {
        let value = element.attribute(name).unwrap();
        assert!(value.parse::<f64>().is_ok_and(|seconds| seconds >= 0.0), "{name}={value}");
    };
    assert_eq!(root.name, "testsuites");
    may(root, &["name", "tests", "failures", "errors", "time"], &["disabled"]);
    assert!(root.text.trim().is_empty());
    let mut sums = [0; 3];
    for suite in &root.children {
        assert_eq!(suite.name, "testsuite");
        let optional = ["timestamp", "hostname", "id", "package", "disabled"];
        may(suite, &["name", "tests", "failures", "errors", "skipped", "time"], &optional);
        decimal(suite, "time");
        let mut counts = [0; 4];
        let mut names = Vec::new();
        for case in &suite.children {
            assert_eq!(case.name, "testcase");
            may(case, &["name", "classname", "time"], &["assertions", "status"]);
            decimal(case, "time");
            assert!(case.children.len() <= 1);
            names.push(case.attribute("name").unwrap());
            counts[0] += 1;
            for result in &case.children {
                let position =
                    ["failure", "error", "skipped"].iter().position(|n| *n == result.name);
                counts[1 + position.unwrap_or_else(|| panic!("{}", result.name))] += 1;
                may(result, &["message"], &["type"]);
                assert!(result.children.is_empty());
            }
        }
        for (position, name) in ["tests", "failures", "errors", "skipped"].iter().enumerate() {
            assert_eq!(suite.count(name), counts[position], "{name}");
        }
        let total = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), total, "two cases of one name");
        sums = [sums[0] + counts[0], sums[1] + counts[1], sums[2] + counts[2]];
    }
    assert_eq!(sums, ["tests", "failures", "errors"].map(|name| root.count(name)));
}

#[test]
fn the_reader_of_the_schema_sees_what_is_wrong() {
    let prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    for wrong in [
        "<a>",
        "<a></b>",
        "<a b=\"1\" b=\"2\"/>",
        "<a>&</a>",
        "<a>\u{1}</a>",
        "<a/><b/>",
        "<a b=\"<\"/>",
    ] {
        assert!(parse(&format!("{prolog}{wrong}")).is_err(), "{wrong}");
    }
    assert!(parse(&format!("{prolog}<a b=\"&lt;\">x<c/></a>")).is_ok());
}

#[test]
fn junit_xml_meets_the_common_schema_whatever_names_there_are() {
    let folder = empty_folder("junit");
    let path = project().join("tests/it/regressions/center.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let text = text
        .replace("replications = 100", "replications = 10")
        .replace("[queue.gold]", "[queue.\"g<o>&\\\"ld\\u0007\"]")
        .replace("\"gold\"", "\"g<o>&\\\"ld\\u0007\"");
    std::fs::write(folder.join("a&b.toml"), &text).unwrap();
    let accept = ["check", "a&b.toml", "--accept", "--reason", "\"<first>\""];
    let said = ringback_in(&folder, &accept);
    assert_eq!(said.code, 0, "{}", said.errors);
    std::fs::write(folder.join("a&b.toml"), text.replace("place = \"keep\"", "place = \"front\""))
        .unwrap();
    std::fs::write(folder.join("wrong.toml"), "[scenario]\nname = \"<&\u{7}>\"\n[[expect]]\n")
        .unwrap();
    let silent = &text[..text.find("[[expect]]").unwrap()];
    std::fs::write(folder.join("silent.toml"), silent).unwrap();
    let files =
        ["check", "a&b.toml", "wrong.toml", "silent.toml", "--junit", "check.xml", "--quiet"];
    let said = ringback_in(&folder, &files);
    assert_eq!(said.code, 2, "{}", said.errors);
    let written = std::fs::read_to_string(folder.join("check.xml")).unwrap();
    let root = parse(&written).unwrap_or_else(|why| panic!("{why}\n{written}"));
    validate(&root);
    assert_eq!(root.children.len(), 3);
    assert!(root.count("failures") > 0 && root.count("errors") == 1, "{written}");
    let again = ringback_in(&folder, &files);
    assert_eq!(again.code, 2);
    assert_eq!(std::fs::read_to_string(folder.join("check.xml")).unwrap(), written);
}
