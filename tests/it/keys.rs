//! The catalogue of keys and the readers of scenario files agree, key by key and value by value; the
//! schema and the reference that are made of it are those of the project.

use std::collections::{BTreeMap, BTreeSet};

use ringback::data;
use ringback::scenario::{self, Draft, Files, Options, Study, Told};
use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};

use crate::json_schema::{Reached, Schema};
use crate::program::project;

/// Files that together hold every key, and one that says only what differs from another one.
const EVERY_KEY: [&str; 2] = ["every-key.toml", "every-other-key.toml"];
const EXTENDING: &str = "extending.toml";

/// Tables that only their own commands read.
const READ_ELSEWHERE: [&str; 2] = ["/properties/expect", "/properties/plan"];

/// Keys and values of the format that this version refuses with a message; and forms of a value
/// that can stand in one file only once (`tests/it/estimation.rs` reads them).
const NOT_YET: [&str; 3] = [
    "/properties/agent_group/additionalProperties/properties/staff/anyOf/3",
    "/properties/run/properties/precision/properties/half_width/anyOf/0",
    "/properties/run/properties/precision/properties/half_width/anyOf/2",
];

#[test]
fn every_scenario_fits_the_schema() {
    let schema = schema();
    for folder in ["scenarios", "tests/it/scenarios", "src/scenario/starters"] {
        for (name, text) in toml_files(folder) {
            schema.check(&document(&text)).unwrap_or_else(|why| panic!("{folder}/{name}: {why}"));
        }
    }
}

/// Bad files whose shape is right: what is wrong with them only ringback can tell, by looking at
/// several keys together, at the data files, or at the text before it is a value.
const WRONG_BY_MEANING: &str = "\
absence_cv_alone antithetic_batches antithetic_of_odd_replications batches_of_no_interval \
distribution_that_cannot_be end_before_start expect_better_without_a_side \
expect_confident_quantile expect_of_two expect_outside_the_day expect_two_bounds \
expect_unknown_metric expect_unknown_names handle_factor_of_unknown_type mixture_without_weight \
period_of_a_century precision_in_points precision_of_batches precision_of_no_callbacks \
precision_of_unknown_metric queue_without_agents recorded_column_unknown recorded_empty \
recorded_file_missing recorded_negative_talk recorded_not_parquet recorded_not_utf8 \
recorded_other_day recorded_queue_unknown recorded_quote_open recorded_row_too_short \
recorded_time_malformed renewal_of_zero roster_missing roster_of_other_columns route_to_nowhere \
same_rule_name_twice scheduled_callback_backwards scheduled_callback_of_no_type \
shares_that_do_not_sum_to_one shrinkage_windows_overlap spike_outside_the_period \
staff_file_missing staff_windows_overlap too_many_calls too_many_intervals truncated_to_nothing \
unknown_queue unknown_time_zone variant_compared_with_nobody variant_with_unknown_path \
warm_up_longer_than_the_day weekly_curve_too_long weekly_weights_of_zero";

#[test]
fn every_file_that_is_wrong_by_shape_fails_the_schema() {
    let schema = schema();
    let fits = |text: &str| {
        let (table, errors) = DeTable::parse_recoverable(text);
        errors.is_empty() && schema.check(&value_of_table(table.get_ref())).is_ok()
    };
    let files = toml_files("tests/it/bad");
    let fitting = files.iter().filter(|(_, text)| fits(text));
    let fitting: Vec<&str> = fitting.map(|(name, _)| name.trim_end_matches(".toml")).collect();
    assert_eq!(fitting, WRONG_BY_MEANING.split(' ').collect::<Vec<_>>());
}

fn schema() -> Schema {
    Schema::new(&scenario::schema())
}

/// The TOML files of a folder by name, in order.
fn toml_files(folder: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(project().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// A TOML text as JSON; dates and times are texts.
fn document(text: &str) -> Value {
    value_of_table(DeTable::parse(text).unwrap().get_ref())
}

fn value_of_table(table: &DeTable<'_>) -> Value {
    let entry =
        |(key, value): (&toml::Spanned<toml::de::DeString<'_>>, &toml::Spanned<DeValue<'_>>)| {
            (key.get_ref().to_string(), value_of(value.get_ref()))
        };
    table.iter().map(entry).collect()
}

fn value_of(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from)
        }
        // JSON has no number for what is none.
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(yes) => Value::from(*yes),
        DeValue::Datetime(at) => Value::from(at.to_string()),
        DeValue::Array(items) => items.iter().map(|item| value_of(item.get_ref())).collect(),
        DeValue::Table(table) => value_of_table(table),
    }
}

/// A JSON document as TOML text.
fn toml_of(document: &Value) -> String {
    let table = document.as_object().unwrap();
    let line = |(key, value): (&String, &Value)| format!("{} = {}\n", json!(key), inline(value));
    table.iter().map(line).collect()
}

fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Value::Object(table) => {
            let entry =
                |(key, value): (&String, &Value)| format!("{} = {}", json!(key), inline(value));
            format!("{{ {} }}", table.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        // What JSON writes of texts, numbers and truth values is TOML.
        plain => plain.to_string(),
    }
}

/// A file of every key: its document, its data files, and what of the schema it reaches.
struct Every {
    document: Value,
    files: Files,
    reached: Vec<Reached>,
}

impl Every {
    fn all(schema: &Schema) -> Vec<Self> {
        EVERY_KEY.iter().map(|name| Self::read(name, schema)).collect()
    }

    fn read(name: &str, schema: &Schema) -> Self {
        let folder = project().join("tests/it/scenarios");
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let document = document(&text);
        let draft = Draft::read(name, &text, "", &Options::default()).unwrap();
        let files = data::load_all(&draft, &folder);
        let reached = schema.check(&document).unwrap_or_else(|why| panic!("{name}: {why}"));
        Self { document, files, reached }
    }

    /// Each place of the schema once, with the path of a value there; those of tables that only
    /// their own commands read are left out.
    fn places(&self) -> BTreeMap<&str, &[String]> {
        let mut places = BTreeMap::new();
        for Reached { place, path } in &self.reached {
            if !path.is_empty() && !READ_ELSEWHERE.iter().any(|other| place.starts_with(other)) {
                places.entry(place.as_str()).or_insert(path.as_slice());
            }
        }
        places
    }

    /// The study of a document with the variant that the file declares, or its problems.
    fn build(&self, document: &Value) -> Result<Study, Vec<Told>> {
        let text = toml_of(document);
        let told = |problems: scenario::Problems| problems.told().collect::<Vec<_>>();
        let declared = self.document["variant"].as_object().unwrap().keys().cloned().collect();
        let options = Options { variants: declared, ..Options::default() };
        let draft = Draft::read("changed.toml", &text, "", &options).map_err(told)?;
        draft.build(&self.files).map_err(told)
    }

    fn problems(&self, document: &Value) -> Vec<Told> {
        self.build(document).err().unwrap_or_default()
    }

    /// The document with another value at a path; none: without the key.
    fn with(&self, path: &[String], value: Option<Value>) -> Value {
        let mut document = self.document.clone();
        let (last, above) = path.split_last().unwrap();
        let mut at = &mut document;
        for part in above {
            at = step(at, part);
        }
        match (value, at) {
            (Some(value), Value::Object(table)) => drop(table.insert(last.clone(), value)),
            (None, Value::Object(table)) => drop(table.remove(last)),
            (Some(value), list) => *step(list, last) = value,
            (None, _) => panic!("{path:?} is no key"),
        }
        document
    }
}

fn step<'v>(value: &'v mut Value, part: &str) -> &'v mut Value {
    match value {
        Value::Array(items) => &mut items[part.parse::<usize>().unwrap()],
        other => &mut other[part],
    }
}

/// Every place of a schema that a value can be held against.
fn places_of(place: &str, schema: &Value, found: &mut BTreeSet<String>) {
    let Some(keywords) = schema.as_object() else { return };
    found.insert(place.to_owned());
    for (keyword, rule) in keywords {
        let below = format!("{place}/{keyword}");
        match (keyword.as_str(), rule) {
            ("properties" | "$defs", Value::Object(inner)) => {
                inner
                    .iter()
                    .for_each(|(key, rule)| places_of(&format!("{below}/{key}"), rule, found));
            }
            // No item is left for it beside those that have a schema each.
            ("items", _) if keywords.contains_key("prefixItems") => {}
            ("additionalProperties" | "items", rule) => places_of(&below, rule, found),
            ("anyOf" | "prefixItems", Value::Array(rules)) => {
                let of_values = rules.iter().enumerate().filter(|(_, rule)| {
                    rule.get("required").is_none() || rule.get("type").is_some()
                });
                of_values.for_each(|(at, rule)| places_of(&format!("{below}/{at}"), rule, found));
            }
            _ => {}
        }
    }
}

#[test]
fn the_files_of_every_key_hold_each_key_and_each_form_of_its_value() {
    let schema = schema();
    let mut missing = BTreeSet::new();
    places_of("", &schema.root, &mut missing);
    assert!(missing.len() > 400, "{} places", missing.len());
    let mut reached: BTreeSet<String> = BTreeSet::new();
    for name in [EVERY_KEY[0], EVERY_KEY[1], EXTENDING] {
        reached.extend(Every::read(name, &schema).reached.into_iter().map(|at| at.place));
    }
    missing.retain(|place| !reached.contains(place));
    missing.retain(|place| !NOT_YET.iter().any(|later| place.starts_with(later)));
    assert!(missing.is_empty(), "in no file: {missing:#?}");
}

#[test]
fn the_files_of_every_key_are_scenarios_that_can_be_built() {
    for every in Every::all(&schema()) {
        let problems = every.problems(&every.document);
        assert!(problems.is_empty(), "{problems:#?}");
    }
}

#[test]
fn every_key_that_a_reader_knows_is_in_the_catalogue() {
    const UNKNOWN: &str = "zzzzzzzzzzzzzzzzzzzzzz";
    let schema = schema();
    for every in Every::all(&schema) {
        for (place, path) in every.places() {
            let section = schema.at(place);
            if section.get("additionalProperties") != Some(&Value::Bool(false)) {
                continue;
            }
            let inside = [path, &[UNKNOWN.to_owned()]].concat();
            let problems = every.problems(&every.with(&inside, Some(json!(1))));
            let problem = problems.iter().find(|told| told.message.contains(UNKNOWN));
            let problem =
                problem.unwrap_or_else(|| panic!("{path:?} takes any key: {problems:#?}"));
            let help = problem.help.clone().unwrap_or_default();
            let asked = help.strip_prefix("known keys: ").unwrap_or_else(|| panic!("{problem:?}"));
            for key in asked.split(", ") {
                let known = section["properties"].get(key).is_some();
                assert!(known, "`{key}` of {path:?} is read but not in the catalogue");
            }
        }
    }
}

#[test]
fn what_the_schema_refuses_a_reader_refuses_too_and_says_why() {
    let wrong = [
        json!(true),
        json!(-1),
        json!(0.5),
        json!("zzz"),
        json!([]),
        json!([[]]),
        json!({ "zzz": 1 }),
    ];
    let schema = schema();
    let (mut tried, mut differ) = (0, Vec::new());
    for every in Every::all(&schema) {
        for (_, path) in every.places() {
            for value in &wrong {
                let document = every.with(path, Some(value.clone()));
                if schema.check(&document).is_err() {
                    tried += 1;
                    match every.build(&document) {
                        Ok(_) => differ.push(format!("{} = {value} is read", path.join("."))),
                        Err(problems) if problems.is_empty() => {
                            differ.push(format!("{} = {value}: nothing is said", path.join(".")));
                        }
                        Err(_) => {}
                    }
                }
            }
        }
    }
    assert!(differ.is_empty(), "{differ:#?}");
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn every_word_is_known_to_the_reader_and_every_word_of_the_reader_is_in_the_catalogue() {
    let schema = schema();
    let mut tried = 0;
    for every in Every::all(&schema) {
        for (place, path) in every.places() {
            let section = schema.at(place);
            let words: Vec<&str> = match (section.get("enum"), section.get("const")) {
                (Some(words), _) => {
                    words.as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect()
                }
                (None, Some(Value::String(only))) => vec![only.as_str()],
                _ => continue,
            };
            for word in &words {
                let problems = every.problems(&every.with(path, Some(json!(word))));
                let refused = |told: &&Told| told.message.starts_with(&format!("{word:?} is no "));
                assert!(problems.iter().find(refused).is_none(), "{path:?}: {problems:#?}");
            }
            let problems = every.problems(&every.with(path, Some(json!("zzzzzzzzzzzzzz"))));
            let known =
                problems.iter().find_map(|told| told.help.as_ref()?.strip_prefix("write one of "));
            if let Some(known) = known {
                assert_eq!(known.split(", ").collect::<Vec<_>>(), words, "{path:?}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 15, "{tried}");
}

#[test]
fn the_bounds_of_numbers_are_those_of_the_readers() {
    let schema = schema();
    let mut tried = 0;
    for every in Every::all(&schema) {
        for (place, path) in every.places() {
            let section = schema.at(place);
            let value = match section.get("type").and_then(Value::as_str) {
                Some("integer") => json!(i64::MIN),
                Some("number") => json!(-1e300),
                _ => continue,
            };
            let problems = every.problems(&every.with(path, Some(value)));
            let bounds = problems.iter().find_map(|told| bounds(told.help.as_deref()?));
            let Some((low, high)) = bounds else { continue };
            assert_eq!(section.get("minimum").and_then(Value::as_f64), Some(low), "{path:?}");
            let most = section.get("maximum").and_then(Value::as_f64);
            match high {
                Some(high) if high < 9e18 => assert_eq!(most, Some(high), "{path:?}"),
                _ => assert!(most.is_none_or(|most| most >= 1e9), "{path:?}"),
            }
            tried += 1;
        }
    }
    assert!(tried >= 60, "{tried}");
}

/// The bounds that a help names.
fn bounds(help: &str) -> Option<(f64, Option<f64>)> {
    let number = |text: &str| text.parse::<f64>().ok();
    if let Some(low) = help.strip_prefix("write a finite number of at least ") {
        return Some((number(low)?, None));
    }
    let range = help
        .strip_prefix("write a whole number from ")
        .or_else(|| help.strip_prefix("write a number from "))?;
    let (low, high) = range.trim_end_matches(", without quotes").split_once(" to ")?;
    Some((number(low)?, number(high)))
}

#[test]
fn every_default_is_what_holds_when_the_key_is_left_out() {
    let schema = schema();
    let meant = |study: Study| {
        let Study { name, description, variants, run, timeline, reports_queue_length_max, .. } =
            study;
        format!(
            "{name:?} {description:?} {variants:?} {run:?} {timeline:?} {reports_queue_length_max}"
        )
    };
    let mut tried = 0;
    for every in Every::all(&schema) {
        for (place, path) in every.places() {
            let Some(default) = schema.at(place).get("default") else { continue };
            let without = every.build(&every.with(path, None));
            let with = every.build(&every.with(path, Some(default.clone())));
            match (without.map(meant), with.map(meant)) {
                (Ok(without), Ok(with)) => assert!(without == with, "{path:?} is not {default}"),
                // Where it cannot be left out it cannot be the default either.
                (Err(without), Err(with)) if format!("{without:?}") == format!("{with:?}") => {}
                (without, with) => panic!("{path:?}: {:?} {:?}", without.err(), with.err()),
            }
            tried += 1;
        }
    }
    assert!(tried > 80, "{tried}");
}

#[test]
fn staff_that_is_still_to_be_planned_is_refused_with_a_message() {
    let every = &Every::all(&schema())[0];
    let path = ["agent_group", "night", "staff"].map(str::to_owned);
    let problems = every.problems(&every.with(&path, Some(json!("planned"))));
    let message = "is still to be planned";
    assert!(problems.iter().any(|told| told.message.contains(message)), "{problems:#?}");
}

#[test]
fn the_reference_in_the_documents_is_made_of_the_catalogue() {
    let written = std::fs::read_to_string(project().join("docs/scenario-file.md")).unwrap();
    let help = "ringback schema --reference --out docs/scenario-file.md writes it anew";
    assert!(written == scenario::reference(), "{help}");
    // Each heading that is linked to is there once.
    let headings: Vec<String> = written
        .lines()
        .filter(|line| line.starts_with("##"))
        .map(|line| {
            let plain = |c: &char| c.is_alphanumeric() || " -_".contains(*c);
            let text: String = line.to_lowercase().chars().filter(plain).collect();
            text.trim().replace(' ', "-")
        })
        .collect();
    let unique: BTreeSet<&String> = headings.iter().collect();
    assert_eq!(unique.len(), headings.len(), "two headings are alike");
    for link in written.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(headings.iter().any(|heading| heading == link), "{link} leads nowhere");
    }
}
