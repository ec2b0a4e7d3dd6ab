//! How many there are of each status.

use crate::outcome::Status;

/// How many files, or units, there are of each status. What a run has come to counts of a unit with several files only the
/// one that counts, and only files that the results hold a review of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByStatus([usize; Status::ALL.len()]);

impl ByStatus {
    /// Counts a file.
    pub fn add(&mut self, status: Status) {
        let of_status = Status::ALL.iter().zip(&mut self.0).filter(|(known, _)| **known == status);
        of_status.for_each(|(_, count)| *count += 1);
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (one, other) in self.0.iter_mut().zip(other.0) {
            *one += other;
        }
        self
    }

    /// How many there are of a status.
    #[must_use]
    pub fn of(&self, status: Status) -> usize {
        Status::ALL.iter().zip(self.0).filter(|(known, _)| **known == status).map(|(_, count)| count).sum()
    }
}
