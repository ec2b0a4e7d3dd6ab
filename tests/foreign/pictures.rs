//! Pictures, charts and controls.

use super::file::{DECLARED, File, MAIN, PIXEL, RELATIONS};

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing";
const ART: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const SHAPE: &str = "<a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"9525\" cy=\"9525\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>";

fn corner(name: &str, column: u32, row: u32) -> String {
    format!(
        "<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
    )
}

/// A drawing of 收支情况 with one object in it.
fn drawing(file: &mut File, object: &str) {
    let (from, to) = (corner("from", 2, 44), corner("to", 5, 50));
    let xml = format!(
        "{DECLARED}<xdr:wsDr xmlns:xdr=\"{DRAWING}\" xmlns:a=\"{ART}\"><xdr:twoCellAnchor>{from}{to}{object}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    );
    file.add("xl/drawings/drawing9.xml", "application/vnd.openxmlformats-officedocument.drawing+xml", xml);
    file.relate_sheet("rIdD1", "drawing", "../drawings/drawing9.xml");
    file.at_end("<drawing r:id=\"rIdD1\"/>");
}

pub fn image(file: &mut File) {
    let object = format!(
        "<xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"2\" name=\"公章\"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r=\"{RELATIONS}\" r:embed=\"rId1\"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>{SHAPE}</xdr:spPr></xdr:pic>"
    );
    drawing(file, &object);
    file.ending("png", "image/png");
    file.package.replace("xl/media/image9.png", PIXEL.to_vec());
    file.relate("xl/drawings/drawing9.xml", "rId1", &format!("{RELATIONS}/image"), "../media/image9.png");
}

pub fn chart(file: &mut File) {
    let object = format!(
        "<xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr><xdr:cNvPr id=\"2\" name=\"图表\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm><a:graphic><a:graphicData uri=\"{CHART}\"><c:chart xmlns:c=\"{CHART}\" xmlns:r=\"{RELATIONS}\" r:id=\"rId1\"/></a:graphicData></a:graphic></xdr:graphicFrame>"
    );
    drawing(file, &object);
    let axis = |name: &str, id: u8, other: u8, side: &str| {
        format!(
            "<c:{name}><c:axId val=\"{id}\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"{side}\"/><c:crossAx val=\"{other}\"/></c:{name}>"
        )
    };
    let (across, up) = (axis("catAx", 1, 2, "b"), axis("valAx", 2, 1, "l"));
    let chart = format!(
        "{DECLARED}<c:chartSpace xmlns:c=\"{CHART}\" xmlns:a=\"{ART}\"><c:chart><c:plotArea><c:barChart><c:barDir val=\"col\"/><c:ser><c:idx val=\"0\"/><c:order val=\"0\"/><c:val><c:numRef><c:f>收支情况!$B$17:$G$17</c:f></c:numRef></c:val></c:ser><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>{across}{up}</c:plotArea></c:chart></c:chartSpace>"
    );
    file.add("xl/charts/chart9.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", chart);
    file.relate("xl/drawings/drawing9.xml", "rId1", &format!("{RELATIONS}/chart"), "../charts/chart9.xml");
}

/// A picture that WPS keeps in a cell: a formula names it, a part of its own holds it.
pub fn wps_picture(file: &mut File) {
    file.cells_at_end(
        17,
        "<c r=\"BQ17\" t=\"str\"><f>_xlfn.DISPIMG(\"ID_6D7B1E7A53A54F6C9F0E5B4F6C1D2E3F\",1)</f><v>=DISPIMG(\"ID_6D7B1E7A53A54F6C9F0E5B4F6C1D2E3F\",1)</v></c>",
    );
    let picture = format!(
        "<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"2\" name=\"ID_6D7B1E7A53A54F6C9F0E5B4F6C1D2E3F\"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed=\"rId1\"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>{SHAPE}</xdr:spPr></xdr:pic></etc:cellImage>"
    );
    let xml = format!(
        "{DECLARED}<etc:cellImages xmlns:etc=\"http://www.wps.cn/officeDocument/2017/etCustomData\" xmlns:xdr=\"{DRAWING}\" xmlns:a=\"{ART}\" xmlns:r=\"{RELATIONS}\">{picture}</etc:cellImages>"
    );
    file.ending("png", "image/png");
    file.package.replace("xl/media/image9.png", PIXEL.to_vec());
    file.add("xl/cellimages.xml", "application/vnd.wps-officedocument.cellimage+xml", xml);
    file.relate("xl/cellimages.xml", "rId1", &format!("{RELATIONS}/image"), "media/image9.png");
    file.relate("xl/workbook.xml", "rIdW1", "http://www.wps.cn/officeDocument/2020/cellImage", "cellimages.xml");
}

/// A picture that Excel keeps in a cell: an error to those who do not know it, and a rich value beside it.
pub fn excel_picture(file: &mut File) {
    file.cells_at_end(17, "<c r=\"BQ17\" t=\"e\" vm=\"1\"><v>#VALUE!</v></c>");
    let metadata = format!(
        "{DECLARED}<metadata xmlns=\"{MAIN}\" xmlns:xlrd=\"http://schemas.microsoft.com/office/spreadsheetml/2017/richdata\"><metadataTypes count=\"1\"><metadataType name=\"XLRICHVALUE\" minSupportedVersion=\"120000\" copy=\"1\" pasteAll=\"1\" pasteValues=\"1\" merge=\"1\" splitFirst=\"1\" rowColShift=\"1\" clearFormats=\"1\" clearComments=\"1\" assign=\"1\" coerce=\"1\"/></metadataTypes><futureMetadata name=\"XLRICHVALUE\" count=\"1\"><bk><extLst><ext uri=\"{{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}}\"><xlrd:rvb i=\"0\"/></ext></extLst></bk></futureMetadata><valueMetadata count=\"1\"><bk><rc t=\"1\" v=\"0\"/></bk></valueMetadata></metadata>"
    );
    let rich = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata";
    let values = format!("{DECLARED}<rvData xmlns=\"{rich}\" count=\"1\"><rv s=\"0\"><v>0</v><v>5</v></rv></rvData>");
    let structures = format!(
        "{DECLARED}<rvStructures xmlns=\"{rich}\" count=\"1\"><s t=\"_localImage\"><k n=\"_rvRel:LocalImageIdentifier\" t=\"i\"/><k n=\"CalcOrigin\" t=\"i\"/></s></rvStructures>"
    );
    let related = format!(
        "{DECLARED}<richValueRels xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2022/richvaluerel\" xmlns:r=\"{RELATIONS}\"><rel r:id=\"rId1\"/></richValueRels>"
    );
    file.ending("png", "image/png");
    file.package.replace("xl/media/image9.png", PIXEL.to_vec());
    let excel = "application/vnd.ms-excel";
    file.add(
        "xl/metadata.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml",
        metadata,
    );
    file.add("xl/richData/rdrichvalue.xml", &format!("{excel}.rdrichvalue+xml"), values);
    file.add("xl/richData/rdrichvaluestructure.xml", &format!("{excel}.rdrichvaluestructure+xml"), structures);
    file.add("xl/richData/richValueRel.xml", &format!("{excel}.richvaluerel+xml"), related);
    file.relate("xl/richData/richValueRel.xml", "rId1", &format!("{RELATIONS}/image"), "../media/image9.png");
    let office = "http://schemas.microsoft.com/office";
    for (id, kind, target) in [
        ("rIdV1", format!("{RELATIONS}/sheetMetadata"), "metadata.xml"),
        ("rIdV2", format!("{office}/2017/06/relationships/rdRichValue"), "richData/rdrichvalue.xml"),
        ("rIdV3", format!("{office}/2017/06/relationships/rdRichValueStructure"), "richData/rdrichvaluestructure.xml"),
        ("rIdV4", format!("{office}/2022/10/relationships/richValueRel"), "richData/richValueRel.xml"),
    ] {
        file.relate("xl/workbook.xml", id, &kind, target);
    }
}

/// A checkbox drawn over the cells: a form control with a box in VML.
pub fn checkbox(file: &mut File) {
    file.boxes("<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shapetype id=\"_x0000_t201\" coordsize=\"21600,21600\" o:spt=\"201\" path=\"m,l,21600r21600,l21600,xe\"/><v:shape id=\"_x0000_s4097\" type=\"#_x0000_t201\" style=\"position:absolute\"><x:ClientData ObjectType=\"Checkbox\"><x:Anchor>2, 0, 44, 0, 4, 0, 45, 0</x:Anchor><x:Checked>1</x:Checked></x:ClientData></v:shape></xml>");
    file.kept.push(("xl/drawings/vmlDrawing9.vml".to_owned(), "<x:Checked>1</x:Checked>".to_owned()));
    let control = "<formControlPr xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" objectType=\"CheckBox\" checked=\"Checked\" lockText=\"1\" noThreeD=\"1\"/>";
    file.add("xl/ctrlProps/ctrlProp9.xml", "application/vnd.ms-excel.controlproperties+xml", control);
    file.relate_sheet("rIdC1", "ctrlProp", "../ctrlProps/ctrlProp9.xml");
    let (from, to) = (corner("from", 2, 44), corner("to", 4, 45));
    let unprefixed = |corner: String| {
        corner
            .replace("<xdr:from>", "<from>")
            .replace("</xdr:from>", "</from>")
            .replace("<xdr:to>", "<to>")
            .replace("</xdr:to>", "</to>")
    };
    file.at_end(&format!(
        "<mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" xmlns:xdr=\"{DRAWING}\"><mc:Choice Requires=\"x14\"><controls><mc:AlternateContent><mc:Choice Requires=\"x14\"><control shapeId=\"4097\" r:id=\"rIdC1\" name=\"复选框\"><controlPr defaultSize=\"0\" autoFill=\"0\" autoLine=\"0\" autoPict=\"0\"><anchor moveWithCells=\"1\">{}{}</anchor></controlPr></control></mc:Choice></mc:AlternateContent></controls></mc:Choice></mc:AlternateContent>",
        unprefixed(from),
        unprefixed(to),
    ));
}

/// A checkbox in a cell, as Excel has it since 2024: a truth value whose format says that it is one.
pub fn cell_checkbox(file: &mut File) {
    let office = "http://schemas.microsoft.com/office/spreadsheetml/2022/featurepropertybag";
    let bags = format!(
        "{DECLARED}<FeaturePropertyBags xmlns=\"{office}\"><bag type=\"Checkbox\"/><bag type=\"XFControls\"><bagId k=\"CellControl\">0</bagId></bag><bag type=\"XFComplement\"><bagId k=\"XFControls\">1</bagId></bag><bag type=\"XFComplements\" extRef=\"XFComplementsMapperExtRef\"><a k=\"MappedFeaturePropertyBags\"><bagId>2</bagId></a></bag></FeaturePropertyBags>"
    );
    file.add("xl/featurePropertyBag/featurePropertyBag.xml", "application/vnd.ms-excel.featurepropertybag+xml", bags);
    file.relate(
        "xl/workbook.xml",
        "rIdB1",
        "http://schemas.microsoft.com/office/2022/11/relationships/FeaturePropertyBag",
        "featurePropertyBag/featurePropertyBag.xml",
    );
    let format = format!(
        "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"><extLst><ext uri=\"{{C7286773-470A-42A8-94C5-96B5CB345126}}\" xmlns:xfpb=\"{office}\"><xfpb:xfComplement i=\"0\"/></ext></extLst></xf>"
    );
    let styles = file.text("xl/styles.xml");
    let formats = &styles[styles.find("<cellXfs").expect("formats")..styles.find("</cellXfs>").expect("formats")];
    let count = formats.matches("<xf ").count();
    file.before("xl/styles.xml", "</cellXfs>", &format);
    file.rewrite("xl/styles.xml", |text| {
        text.replacen(&format!("<cellXfs count=\"{count}\">"), &format!("<cellXfs count=\"{}\">", count + 1), 1)
    });
    file.cells_at_end(17, &format!("<c r=\"BQ17\" s=\"{count}\" t=\"b\"><v>1</v></c>"));
}
