//! Amounts in 万元 with two decimals.

use rust_decimal::{Decimal, RoundingStrategy};

use super::numeral::numeral;
use super::{Accepts, FieldType, Limits, Prompt, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;
use crate::words::Value;

/// Decimals of an amount in 万元.
const DECIMALS: u32 = 2;

/// 金额（万元）.
pub(super) struct Money;

impl FieldType for Money {
    fn name(&self) -> &'static str {
        "money"
    }

    fn language(&self) -> Type {
        Type::Amount
    }

    fn shown(&self) -> Shown {
        Shown::Amount
    }

    fn accepts(&self, limits: &Limits) -> Accepts {
        Accepts::Decimal { negative: limits.negative }
    }

    fn refusal(&self, limits: &Limits) -> String {
        let sign = if limits.negative { "超支填负数，" } else { "不能为负数，" };
        format!(
            "请只填数字，单位为万元，保留两位小数，{sign}不要带“元”“万元”等字样。没有发生额请填0。从决算软件导出的“元”请先除以10000。"
        )
    }

    fn prompt(&self, limits: &Limits) -> Option<Prompt<'static>> {
        let text = if limits.negative {
            "没有的填0，超支填负数。决算软件导出的元请÷10000，可输入 =元数/10000。"
        } else {
            "没有发生额填0。决算软件导出的元请÷10000，可输入 =元数/10000。"
        };
        Some(Prompt { title: "金额（万元）".into(), text: text.into() })
    }

    fn read(&self, content: &Content, limits: &Limits) -> Reading {
        let read = numeral(content, limits);
        let mut oddities: Vec<Oddity> = read.oddity.into_iter().collect();
        let mut normalised = !oddities.is_empty();
        let mut value = read.number;
        if let Some(amount) = read.number {
            if amount.normalize().scale() > DECIMALS {
                // A formula such as =4186912.34/10000 is a value with a history, not a slip of typing (design §3).
                if content.formula.is_some() {
                    value = Some(rounded(amount));
                    normalised = true;
                } else {
                    oddities.push(Oddity::TooManyDecimals);
                }
            }
            if amount.is_sign_negative() && !amount.is_zero() && !limits.negative {
                oddities.push(Oddity::Negative);
            }
        }
        Reading {
            value: value.map(Value::Number),
            oddities,
            found: read.found,
            normalised: normalised && value.is_some(),
        }
    }
}

fn rounded(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointAwayFromZero)
}
