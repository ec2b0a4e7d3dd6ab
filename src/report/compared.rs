//! What returns were compared with, and what of it could not be used.

use std::collections::BTreeMap;

use crate::outcome::{Judged, Material, Notice};

/// Earlier material as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    years: BTreeMap<i16, usize>,
    tables: Vec<(String, Option<i16>, usize)>,
    notices: Vec<Notice>,
    /// By 预算编码: a unit that handed in twice is told of once.
    disagreements: BTreeMap<String, Notice>,
}

impl Compared {
    /// What was read.
    #[must_use]
    pub fn with(material: &Material) -> Self {
        let tables = material.tables().map(|(path, year, units)| (path.to_owned(), year, units));
        Self {
            years: material.years(),
            tables: tables.collect(),
            notices: material.notices().to_vec(),
            disagreements: BTreeMap::new(),
        }
    }

    /// Notes of a judged file where sources say different things of its unit.
    pub fn add(&mut self, judged: &Judged) {
        if let Some(notice) = &judged.disagreement {
            self.disagreements.entry(judged.code.clone()).or_insert_with(|| notice.clone());
        }
    }

    /// What is there to compare with, a line each.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let sent = self.years.iter().map(|(year, units)| format!("{year}年度填报表：{units}家"));
        let tables = self.tables.iter().map(|(path, year, units)| {
            let year = year.map(|year| format!("{year}年度")).unwrap_or_default();
            format!("{year}数据表“{path}”：{units}家")
        });
        sent.chain(tables).collect()
    }

    /// What could not be used, and units of which sources say different things.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter().chain(self.disagreements.values())
    }
}
