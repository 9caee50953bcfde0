//! The tables of a sweep: rows of finished points, kept in parts, and the merged table.

use std::io::Cursor;

use polars::prelude::{
    Column, CsvWriter, DataFrame, DataType, ParquetReader, ParquetWriter, PolarsResult, SerReader,
    SerWriter,
};

use super::inert;

/// Rows at most that a part may claim to have.
const MOST_ROWS: usize = 50_000_000;

/// Measured numbers as columns: a row for each point, variant, queue and metric.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measurements {
    /// Name of the variant.
    pub variant: Vec<String>,
    /// Name of the queue; empty for the whole center.
    pub queue: Vec<String>,
    /// Id of the metric.
    pub metric: Vec<String>,
    /// Its mean; none for 0/0.
    pub mean: Vec<Option<f64>>,
    /// Half width of its confidence interval.
    pub half_width: Vec<Option<f64>>,
    /// A tenth of the replications lies at or below.
    pub p10: Vec<Option<f64>>,
    /// Nine tenths lie at or below.
    pub p90: Vec<Option<f64>>,
    /// Replications of the point.
    pub replications: Vec<u32>,
}

impl Measurements {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.metric.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.metric.is_empty()
    }

    fn columns(&self, spreadsheet: bool) -> Vec<Column> {
        let names = |names: &[String]| -> Vec<String> {
            names.iter().map(|n| if spreadsheet { inert(n) } else { n.clone() }).collect()
        };
        vec![
            Column::new("variant".into(), names(&self.variant)),
            Column::new("queue".into(), names(&self.queue)),
            Column::new("metric".into(), &self.metric),
            Column::new("mean".into(), &self.mean),
            Column::new("half_width".into(), &self.half_width),
            Column::new("p10".into(), &self.p10),
            Column::new("p90".into(), &self.p90),
            Column::new("replications".into(), &self.replications),
        ]
    }
}

/// The column of an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum AxisColumn {
    /// Whole numbers.
    Integers(Vec<Option<i64>>),
    /// Numbers.
    Numbers(Vec<Option<f64>>),
    /// Anything else, as it would stand in a file.
    Texts(Vec<Option<String>>),
}

/// The merged table: a row for each point, variant, queue and metric.
#[derive(Clone, Debug)]
pub struct SweepTable {
    /// Number of the point.
    pub point: Vec<u32>,
    /// The axes by their names.
    pub axes: Vec<(String, AxisColumn)>,
    /// What was measured.
    pub measured: Measurements,
}

impl SweepTable {
    fn frame(&self, spreadsheet: bool) -> PolarsResult<DataFrame> {
        let text = |text: &Option<String>| -> Option<String> {
            let text = text.as_ref()?;
            Some(if spreadsheet { inert(text) } else { text.clone() })
        };
        let mut columns = vec![Column::new("point".into(), &self.point)];
        for (name, values) in &self.axes {
            let name = if spreadsheet { inert(name) } else { name.clone() };
            columns.push(match values {
                AxisColumn::Integers(numbers) => Column::new(name.into(), numbers),
                AxisColumn::Numbers(numbers) => Column::new(name.into(), numbers),
                AxisColumn::Texts(texts) => {
                    Column::new(name.into(), texts.iter().map(text).collect::<Vec<_>>())
                }
            });
        }
        columns.extend(self.measured.columns(spreadsheet));
        DataFrame::new_infer_height(columns)
    }

    /// `sweep.parquet`.
    ///
    /// # Errors
    /// When the table cannot be made.
    pub fn parquet(&self) -> PolarsResult<Vec<u8>> {
        parquet(self.frame(false)?)
    }

    /// `sweep.csv`.
    ///
    /// # Errors
    /// When the table cannot be made.
    pub fn csv(&self) -> PolarsResult<Vec<u8>> {
        let mut bytes = Vec::new();
        CsvWriter::new(&mut bytes).n_threads(1).finish(&mut self.frame(true)?)?;
        Ok(bytes)
    }
}

fn parquet(mut frame: DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).set_parallel(false).finish(&mut frame)?;
    Ok(bytes)
}

/// A part of a sweep: the names of its points, row by row, and what was measured.
///
/// # Errors
/// When the table cannot be made.
pub fn part_parquet(points: &[String], measured: &Measurements) -> PolarsResult<Vec<u8>> {
    let mut columns = vec![Column::new("name".into(), points)];
    columns.extend(measured.columns(false));
    parquet(DataFrame::new_infer_height(columns)?)
}

/// Reads a part back.
///
/// # Errors
/// In words, when it is no part of a sweep.
pub fn read_part(bytes: Vec<u8>) -> Result<(Vec<String>, Measurements), String> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let rows = reader.num_rows().map_err(|error| error.to_string())?;
    if rows > MOST_ROWS {
        return Err(format!("it claims to have {rows} rows"));
    }
    let frame = reader.finish().map_err(|error| error.to_string())?;
    columns_of(&frame).map_err(|error| error.to_string())
}

fn columns_of(frame: &DataFrame) -> PolarsResult<(Vec<String>, Measurements)> {
    let texts = |name: &str| -> PolarsResult<Vec<String>> {
        let column = frame.column(name)?.str()?;
        Ok(column.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    };
    let numbers = |name: &str| -> PolarsResult<Vec<Option<f64>>> {
        // A column without any value may have been written without a type.
        let column = frame.column(name)?.cast(&DataType::Float64)?;
        Ok(column.f64()?.iter().collect())
    };
    let replications = frame.column("replications")?.u32()?;
    let measured = Measurements {
        variant: texts("variant")?,
        queue: texts("queue")?,
        metric: texts("metric")?,
        mean: numbers("mean")?,
        half_width: numbers("half_width")?,
        p10: numbers("p10")?,
        p90: numbers("p90")?,
        replications: replications.iter().map(|count| count.unwrap_or(0)).collect(),
    };
    Ok((texts("name")?, measured))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_rows() -> (Vec<String>, Measurements) {
        let texts = |texts: [&str; 2]| texts.map(str::to_owned).to_vec();
        let measured = Measurements {
            variant: texts(["hold", "=1+1"]),
            queue: texts(["", "support"]),
            metric: texts(["occupancy", "asa"]),
            mean: vec![Some(0.1), None],
            half_width: vec![None, None],
            p10: vec![Some(1.0 / 3.0), None],
            p90: vec![Some(f64::MIN_POSITIVE), Some(-2.0)],
            replications: vec![50, 50],
        };
        (texts(["a", "b"]), measured)
    }

    #[test]
    fn a_part_is_read_back_bit_by_bit() {
        let (points, measured) = two_rows();
        let bytes = part_parquet(&points, &measured).unwrap();
        assert_eq!(read_part(bytes.clone()).unwrap(), (points, measured));
        assert!(read_part(bytes[..bytes.len() / 2].to_vec()).is_err());
        assert!(read_part(b"no parquet".to_vec()).is_err());
    }

    #[test]
    fn the_csv_starts_no_formula_and_the_parquet_keeps_names() {
        let (_, measured) = two_rows();
        let table = SweepTable {
            point: vec![0, 1],
            axes: vec![
                ("staff".into(), AxisColumn::Integers(vec![Some(-4), None])),
                ("ring".into(), AxisColumn::Texts(vec![Some("25s".into()), Some("@x".into())])),
            ],
            measured,
        };
        let csv = String::from_utf8(table.csv().unwrap()).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(
            lines[0],
            "point,staff,ring,variant,queue,metric,mean,half_width,p10,p90,replications"
        );
        assert!(lines[2].starts_with("1,,'@x,'=1+1,support,asa,"), "{csv}");
        assert!(table.parquet().unwrap().starts_with(b"PAR1"));
    }
}
