//! Calendar dates, as exact as they are known.

use std::fmt;
use std::str::FromStr;

/// A day, a month or a year of the Gregorian calendar (ISO 8601: `2018-07-25`, `2018-07`, `2018`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    year: u16,
    /// 0 where unknown.
    month: u8,
    /// 0 where unknown.
    day: u8,
}

/// Days in the months of a leap year.
const DAYS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Date {
    /// The date that a text begins with: alone, or before a time of day (`2018-07-25T08:00:00Z`).
    pub fn of_beginning(text: &str) -> Option<Self> {
        let text = text.trim_start();
        let day = text
            .get(..10)
            .filter(|_| !text[10..].starts_with(|c: char| c.is_ascii_digit()));
        day.unwrap_or(text.trim_end()).parse().ok()
    }

    /// The day that is so many days after 1 January 1970 (Hinnant: `civil_from_days`), in the years
    /// 1 to 9999.
    pub fn of_days(days: i64) -> Self {
        // 1 January 1 and 31 December 9999.
        let days = days.clamp(-719_162, 2_932_896) + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        // From March on.
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        Self {
            year: u16::try_from(year).unwrap_or(1),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        }
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The same day a month later, as far as it is known; a day that the month does not have is after all
    /// of its days.
    #[must_use]
    pub fn next_month(self) -> Self {
        match self.month {
            0 => self,
            12 => Self {
                year: self.year + 1,
                month: 1,
                ..self
            },
            month => Self {
                month: month + 1,
                ..self
            },
        }
    }

    /// Whether this date is certainly before another.
    pub fn is_before(self, other: Self) -> bool {
        if self.year != other.year || self.month == 0 || other.month == 0 {
            return self.year < other.year;
        }
        if self.month != other.month || self.day == 0 || other.day == 0 {
            return self.month < other.month;
        }
        self.day < other.day
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault =
            || format!("`{text}` is no date; write it as 2018-07-25, as 2018-07 or as 2018");
        let number = |part: Option<&str>, digits: usize| match part {
            None => Some(0),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u16>().ok().filter(|n| *n > 0)
            }
            Some(_) => None,
        };
        let mut parts = text.split('-');
        let year = number(parts.next(), 4).ok_or_else(fault)?;
        let month = number(parts.next(), 2).ok_or_else(fault)? as u8;
        let day = number(parts.next(), 2).ok_or_else(fault)? as u8;
        let is_known = month == 0
            || DAYS
                .get(usize::from(month) - 1)
                .is_some_and(|most| day <= *most);
        if parts.next().is_some() || !is_known {
            return Err(fault());
        }
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day] {
            if part > 0 {
                write!(f, "-{part:02}")?;
            }
        }
        Ok(())
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn dates_are_read_and_compared_as_far_as_they_are_known() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert!(date("2018-07-25").is_before(date("2018-07-26")));
        assert!(date("2018-07").is_before(date("2019")));
        assert!(!date("2018-07").is_before(date("2018-07-26")));
        assert!(!date("2018").is_before(date("2018-12-31")));
        assert_eq!(date("2018-07").to_string(), "2018-07");
        for wrong in [
            "",
            "18-07-25",
            "2018-13",
            "2018-02-30",
            "2018-7-1",
            "2018-07-25-01",
        ] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
        assert_eq!(
            Date::of_beginning("2018-07-25T08:00:00Z"),
            Some(date("2018-07-25"))
        );
        for (days, day) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (20_778, "2026-11-21"),
            (i64::MIN, "0001-01-01"),
            (i64::MAX, "9999-12-31"),
        ] {
            assert_eq!(Date::of_days(days).to_string(), day);
        }
        assert_eq!(Date::of_beginning("yesterday"), None);
        assert_eq!(Date::of_beginning("2018-07-251"), None);
    }
}
