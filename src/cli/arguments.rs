//! The arguments. Their help is Chinese, their names English.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::settings::today;
use super::version::VERSION;
use crate::fields::date_from_text;

/// How help is laid out, in Chinese.
const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "xlcheck",
    // Whatever the file is called, `xlcheck.exe` among it.
    bin_name = "xlcheck",
    version = VERSION.as_str(),
    about = "下发、填报、审核预算单位绩效自评表",
    help_template = HELP,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    after_help = "直接写 xlcheck 文件或文件夹，等于 xlcheck check。各命令的选项见 xlcheck 命令 --help。\n在 Windows 中，把文件和文件夹拖到程序图标上，也等于 xlcheck check。\n什么都不写，或者双击程序图标，就按所在文件夹中的名单和收件下发或审核；都没有的，可以当场建立。\n屏幕内容转存为文件时，编码是 UTF-8。\n"
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// 显示帮助
    #[arg(long, short, action = clap::ArgAction::Help, global = true, help_heading = "选项", display_order = 99)]
    help: Option<bool>,
    /// 显示版本
    #[arg(long, short = 'V', action = clap::ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 按单位名单下发工作簿，每个单位一份
    #[command(help_template = HELP, override_usage = "xlcheck issue --roster 名单.xlsx --out 文件夹 [选项]")]
    Issue(Issue),
    /// 审核收回的工作簿，写出审核意见
    #[command(help_template = HELP, override_usage = "xlcheck check 文件或文件夹… [选项]")]
    Check(Check),
    /// 用数据或旧表填写一份工作簿
    #[command(
        help_template = HELP,
        override_usage = "xlcheck fill --data 数据.json --into 空白.xlsx -o 文件.xlsx\n      xlcheck fill --from 旧表.xlsx --into 空白.xlsx -o 文件.xlsx\n      xlcheck fill --from 旧表.xlsx --roster 名单.xlsx --unit 编码 -o 文件.xlsx [选项]",
        after_help = "--from 带入旧表中新表也有的内容，列出没有带入的；同时写 --data 的，以数据为准。\n"
    )]
    Fill(Fill),
    /// 导出工作簿中填报的数据
    #[command(help_template = HELP, override_usage = "xlcheck export 文件或文件夹… [选项]")]
    Export(Export),
    /// 查看和检查模板
    #[command(help_template = HELP, subcommand_help_heading = "命令", subcommand_value_name = "命令", disable_help_subcommand = true, override_usage = "xlcheck template 命令")]
    Template(Template),
    /// 解释一条审核规则
    #[command(help_template = HELP, override_usage = "xlcheck explain 规则 [选项]")]
    Explain(Explain),
}

/// `xlcheck issue`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Issue {
    /// 单位名单（.xlsx）
    #[arg(long, value_name = "名单.xlsx")]
    pub roster: PathBuf,
    /// 模板：名称、名称@版本或文件夹
    #[arg(long, value_name = "模板", default_value = DEFAULT_FORM, hide_default_value = true)]
    pub template: String,
    /// 评价年度，默认为模板版本的年度
    #[arg(long, value_name = "年度", value_parser = year)]
    pub year: Option<i16>,
    /// 报送截止日期，例如 2022-4-30
    #[arg(long, value_name = "日期", value_parser = day)]
    pub deadline: Option<Date>,
    /// 工作表保护口令（英文字母、数字和符号）
    #[arg(long, value_name = "口令")]
    pub password: Option<String>,
    /// 审核设置文件
    #[arg(long, value_name = "审核设置.toml")]
    pub settings: Option<PathBuf>,
    /// 写到这个文件夹
    #[arg(long, value_name = "文件夹")]
    pub out: PathBuf,
}

/// `xlcheck check`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Check {
    /// 收回的文件、文件夹或 zip 压缩包
    #[arg(required = true, value_name = "文件或文件夹", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// 单位名单，用于核对未报送的单位和决算数
    #[arg(long, value_name = "名单.xlsx")]
    pub roster: Option<PathBuf>,
    /// 下发时写出的清单，其他年度、其他模板的表格按它退回；--roster 就是下发清单的不必写，可写多次
    #[arg(long, value_name = "下发清单.xlsx")]
    pub issued: Vec<PathBuf>,
    /// 本次审核的年度，其他年度的表格退回，默认按下发清单
    #[arg(long, value_name = "年度", value_parser = year)]
    pub year: Option<i16>,
    /// 对照资料：上年报送的工作簿、决算数据表，文件夹或文件，可写多次
    #[arg(long, value_name = "文件夹")]
    pub reference: Vec<PathBuf>,
    /// 上次的审核结果或上次报送的文件，默认为“审核结果”中本单位的审核意见，可写多次
    #[arg(long, value_name = "文件夹")]
    pub previous: Vec<PathBuf>,
    /// 审核设置文件
    #[arg(long, value_name = "审核设置.toml")]
    pub settings: Option<PathBuf>,
    /// 只按这个模板审核（名称、名称@版本或文件夹），默认识别
    #[arg(long, value_name = "模板")]
    pub template: Option<String>,
    /// 审核结果写到这个文件夹，默认为第一个路径旁的“审核结果”
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 输出格式：text、json 或 jsonl
    #[arg(long, value_name = "格式", default_value = "text", hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
    /// 不写审核意见和重填件，只显示结果
    #[arg(long)]
    pub no_review: bool,
    /// 同时审核几个文件，默认按处理器核数，最多8个；结果与此无关
    #[arg(long, value_name = "个数", value_parser = jobs)]
    pub jobs: Option<NonZero<u8>>,
    /// 收件日期，默认为今天
    #[arg(long, value_name = "日期", value_parser = day)]
    pub date: Option<Date>,
    /// 有这一级别及以上的问题时返回1：error 错误（默认）、query 核实，never 不论有没有都返回0
    #[arg(long, value_name = "级别", default_value = "error", hide_default_value = true, hide_possible_values = true)]
    pub fail_on: FailOn,
}

/// `xlcheck fill`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Fill {
    /// 填报数据（JSON，与 export 导出的格式相同）
    #[arg(long, value_name = "数据.json")]
    pub data: Option<PathBuf>,
    /// 上年报送的或另一版式的工作簿，从中带入内容
    #[arg(long, value_name = "旧表.xlsx")]
    pub from: Option<PathBuf>,
    /// 旧表的模板：名称、名称@版本或文件夹，默认识别
    #[arg(long, value_name = "模板", requires = "from")]
    pub from_template: Option<String>,
    /// 填入这份已下发的空白工作簿
    #[arg(long, value_name = "空白.xlsx", conflicts_with = "roster")]
    pub into: Option<PathBuf>,
    /// 单位名单，与 --unit 同用，先下发再填写
    #[arg(long, value_name = "名单.xlsx", requires = "unit", required_unless_present = "into")]
    pub roster: Option<PathBuf>,
    /// 名单中的预算编码
    #[arg(long, value_name = "编码", requires = "roster")]
    pub unit: Option<String>,
    /// 模板：名称、名称@版本或文件夹
    #[arg(long, value_name = "模板", default_value = DEFAULT_FORM, hide_default_value = true)]
    pub template: String,
    /// 评价年度，默认为模板版本的年度
    #[arg(long, value_name = "年度", value_parser = year)]
    pub year: Option<i16>,
    /// 报送截止日期
    #[arg(long, value_name = "日期", value_parser = day)]
    pub deadline: Option<Date>,
    /// 审核设置文件
    #[arg(long, value_name = "审核设置.toml")]
    pub settings: Option<PathBuf>,
    /// 写成这个文件
    #[arg(long, short, value_name = "文件.xlsx")]
    pub output: PathBuf,
}

/// `xlcheck export`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Export {
    /// 工作簿、文件夹或 zip 压缩包
    #[arg(required = true, value_name = "文件或文件夹", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// 输出格式：json（默认）或 csv
    #[arg(long, value_name = "格式", default_value = "json", hide_default_value = true, hide_possible_values = true)]
    pub format: ExportFormat,
    /// 只按这个模板读取，默认识别
    #[arg(long, value_name = "模板")]
    pub template: Option<String>,
    /// 写成这个文件，默认显示在屏幕上
    #[arg(long, short, value_name = "文件")]
    pub output: Option<PathBuf>,
}

/// `xlcheck template`
#[derive(Debug, Args)]
pub struct Template {
    /// What to do with templates.
    #[command(subcommand)]
    pub command: TemplateCommand,
}

/// What can be done with templates.
#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// 列出内置模板
    #[command(help_template = HELP, override_usage = "xlcheck template list")]
    List,
    /// 显示模板的表、字段和规则
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "xlcheck template show [模板] [选项]")]
    Show {
        /// 模板：名称、名称@版本或文件夹
        #[arg(value_name = "模板", default_value = DEFAULT_FORM, hide_default_value = true, help_heading = "参数")]
        template: String,
        /// 列出每个字段的工作表、单元格、类型和锁定
        #[arg(long)]
        cells: bool,
        /// 写出规则手册（Markdown）
        #[arg(long, conflicts_with_all = ["cells", "format"])]
        handbook: bool,
        /// 输出格式：text（默认）或 json
        #[arg(
            long,
            value_name = "格式",
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: ShowFormat,
    },
    /// 比较两个版本，列出表、栏目、行、参数和规则的不同
    #[command(
        help_template = HELP,
        next_help_heading = "选项",
        override_usage = "xlcheck template diff 旧版 新版 [选项]",
        after_help = "改了名的栏目在新版中写 was = \"旧名\"，就按改名列出，不算删去和新增。\n返回0：没有不同；1：有不同；2：不能比较。\n"
    )]
    Diff {
        /// 旧版：名称、名称@版本或文件夹
        #[arg(value_name = "旧版", help_heading = "参数", display_order = 1)]
        before: String,
        /// 新版：名称、名称@版本或文件夹
        #[arg(value_name = "新版", help_heading = "参数", display_order = 2)]
        after: String,
        /// 输出格式：text（默认）或 json
        #[arg(
            long,
            value_name = "格式",
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: ShowFormat,
    },
    /// 新建一套模板，或从已有的版本起草新年度的
    #[command(
        help_template = HELP,
        next_help_heading = "选项",
        override_usage = "xlcheck template new 文件夹 [选项]",
        after_help = "怎样加栏目、加规则、做新年度，见 docs/编写模板.md。\n"
    )]
    New {
        /// 写到这个文件夹，应不存在或是空的
        #[arg(value_name = "文件夹", help_heading = "参数")]
        folder: PathBuf,
        /// 从这个版本起草（名称、名称@版本或文件夹），默认是一套带说明的样例
        #[arg(long, value_name = "模板")]
        from: Option<String>,
        /// 新的版本，一般写年度
        #[arg(long, value_name = "版本")]
        edition: Option<String>,
    },
    /// 检查模板或审核设置，指出错误的文件、行和列
    #[command(
        help_template = HELP,
        next_help_heading = "选项",
        override_usage = "xlcheck template check 模板",
        after_help = "返回0：没有问题；1：可以使用，但有需要核对的内容；2：有错误，不能使用。\n"
    )]
    Check {
        /// 模板文件夹、内置模板的名称，或审核设置文件
        #[arg(value_name = "模板", help_heading = "参数")]
        template: String,
        /// 检查审核设置时，本局自己的模板文件夹（内置模板不必写）
        #[arg(long, value_name = "模板")]
        with: Option<String>,
    },
}

/// `xlcheck explain`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Explain {
    /// 规则编号，例如 SUM-02
    #[arg(value_name = "规则", help_heading = "参数")]
    pub rule: String,
    /// 模板：名称、名称@版本或文件夹，默认在全部内置模板中查找
    #[arg(long, value_name = "模板")]
    pub template: Option<String>,
}

/// The form that is meant where none is named.
pub const DEFAULT_FORM: &str = "部门整体支出绩效自评";

/// How `check` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One document.
    Json,
    /// One line a file.
    Jsonl,
}

/// How `export` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// What `fill` takes.
    Json,
    /// One line a value.
    Csv,
}

/// How `template show` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What makes `check` end with 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// 错误, or a file that cannot be read.
    Error,
    /// 核实 and above.
    Query,
    /// Nothing.
    Never,
}

fn day(text: &str) -> Result<Date, NotADay> {
    date_from_text(text).ok_or_else(|| NotADay(text.to_owned(), today().year()))
}

fn year(text: &str) -> Result<i16, NotAYear> {
    text.parse().map_err(|_| NotAYear(text.to_owned()))
}

fn jobs(text: &str) -> Result<NonZero<u8>, NotACount> {
    text.parse().map_err(|_| NotACount(text.to_owned()))
}

#[derive(Debug, thiserror::Error)]
#[error("“{0}”不是 1 到 255 的整数")]
struct NotACount(String);

#[derive(Debug, thiserror::Error)]
#[error("“{0}”不是日期，例如 {1}-4-30")]
struct NotADay(String, i16);

#[derive(Debug, thiserror::Error)]
#[error("“{0}”应是四位年份数字，例如 2024")]
struct NotAYear(String);

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::default_command::COMMANDS;

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
        let commands: Vec<String> = Arguments::command().get_subcommands().map(|c| c.get_name().to_owned()).collect();
        assert_eq!(commands, COMMANDS);
    }
}
