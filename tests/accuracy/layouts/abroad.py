"""Records of other countries: identifiers in sentences of their language, and orders, invoices and stock with numbers of the same schemes."""

import fields as f
import persons
import regions_west
import regions_world
from document import File
from layouts import layout

BY_RULE = {row[0]: row for row in regions_west.ROWS + regions_world.ROWS}

SENTENCES = [
    ("us.ssn", "My Social Security number is {v}, please keep it safe."), ("us.ssn", "Employee SSN {v} was verified on file."), ("us.itin", "The taxpayer's ITIN is {v}."), ("us.mbi", "Her Medicare number, {v}, changed last year."),
    ("us.npi", "Rendering provider NPI {v}, clinic in Springfield."), ("us.dea", "Prescriber's DEA number: {v}."), ("us.phone", "You can reach me at {v} after five."), ("us.phone", "call {v} or text"),
    ("uk.nino", "Your National Insurance number is {v} and should be quoted."), ("uk.nhs-number", "Patient attended clinic, NHS number {v}."), ("uk.utr", "HMRC wrote about my UTR {v} yesterday."), ("uk.driving-licence", "The driver's licence number {v} has expired."),
    ("de.tax-id", "Meine steuerliche Identifikationsnummer lautet {v}."), ("de.tax-id", "Die Steuer-ID des Mitarbeiters ({v}) fehlt noch."), ("de.social-insurance", "Bitte geben Sie die Versicherungsnummer {v} der Rentenversicherung an."), ("de.identity-card", "Der Personalausweis Nr. {v} ist gültig bis 2030."),
    ("fr.nir", "Son numéro de sécurité sociale est le {v}."), ("fr.nir", "L'assuré(e), n° SS {v}, demande un remboursement."), ("it.codice-fiscale", "Il sottoscritto, codice fiscale {v}, dichiara quanto segue."), ("es.dni", "Con DNI núm. {v}, vecino de Sevilla."), ("es.nie", "El trabajador con NIE {v} firma el contrato."),
    ("pt.nif", "O contribuinte com o NIF {v} reside em Lisboa."), ("nl.bsn", "Mijn burgerservicenummer is {v}."), ("be.national-number", "Het rijksregisternummer van de patiënt is {v}."), ("at.svnr", "Die Sozialversicherungsnummer lautet {v}."), ("ch.ahv", "Ihre AHV-Nummer {v} finden Sie auf der Karte."),
    ("pl.pesel", "Pracownik o numerze PESEL {v} otrzymuje umowę."), ("se.personnummer", "Mitt personnummer är {v}."), ("fi.hetu", "Potilaan henkilötunnus on {v}."), ("dk.cpr", "Patientens CPR-nummer er {v}."), ("no.fodselsnummer", "Fødselsnummeret til søkeren er {v}."), ("ie.ppsn", "Her PPS number is {v}."),
    ("cz-sk.birth-number", "Žadatel, rodné číslo {v}, bytem v Praze."), ("hu.taj", "A beteg TAJ száma {v}."), ("ro.cnp", "Subsemnatul, având CNP {v}, declar."), ("bg.egn", "Лицето с ЕГН {v} подава заявление."), ("gr.amka", "Ο ασφαλισμένος με ΑΜΚΑ {v}."), ("hr.oib", "Stranka s OIB-om {v} podnosi zahtjev."),
    ("ee-lt.personal-code", "Töötaja isikukood on {v}."), ("lv.personal-code", "Pacienta personas kods ir {v}."), ("si.emso", "Stranka z EMŠO {v}."), ("tr.tckn", "T.C. kimlik numarası {v} olan vatandaş."),
    ("kr.rrn", "주민등록번호는 {v}입니다."), ("cn.resident-id", "身份证号码为{v}，请核对。"), ("tw.id", "身分證字號為{v}。"), ("hk.id", "香港身份證號碼：{v}，請核對。"), ("sg.nric", "The patient (NRIC {v}) was discharged."), ("my.nric", "Nombor kad pengenalan beliau ialah {v}."), ("th.id", "เลขประจำตัวประชาชน {v} ถูกต้อง"),
    ("id.nik", "Warga dengan NIK {v} telah terdaftar."), ("vn.id", "Số căn cước công dân là {v}."), ("in.aadhaar", "His Aadhaar number is {v}."), ("in.pan", "The assessee's PAN is {v}."), ("au.tfn", "Please quote your tax file number {v}."), ("au.medicare", "Medicare card {v} expires soon."), ("nz.ird", "Your IRD number is {v}."),
    ("ca.sin", "The employee's SIN is {v}."), ("ca.sin", "Son numéro d'assurance sociale est {v}."), ("br.cpf", "O titular, inscrito no CPF sob o nº {v}."), ("mx.curp", "La CURP del alumno es {v}."), ("mx.rfc", "con RFC {v} y domicilio en Puebla."), ("ar.cuit", "El contribuyente CUIT {v} presentó."), ("cl.rut", "El cliente RUT {v} pagó."),
    ("co.nit", "con NIT {v}, domiciliado en Bogotá."), ("pe.dni", "identificado con DNI {v}."), ("uy.ci", "titular de la cédula {v}."), ("za.id", "The applicant's identity number is {v}."), ("il.id", "תעודת זהות {v} של המבקש."), ("ae.id", "His Emirates ID {v} was copied."), ("sa.id", "رقم الهوية الوطنية {v} صحيح."), ("ng.nin", "Her NIN is {v}."), ("eg.id", "الرقم القومي {v} للمواطن.")]

GENERIC = {"us.passport", "uk.passport", "in.passport", "sa.id", "eg.id", "pe.dni"}


@layout("abroad", 4)
def sentences(k):
    lines = []
    for rule, words in k.rng.sample(SENTENCES, len(SENTENCES)):
        form = k.rng.choice(BY_RULE[rule][3](k.rng, persons.japanese(k.rng)))
        lines.append(words.format(v=k.value("phone" if rule == "us.phone" else rule, form, "labelled", "medium", rule, rule in GENERIC)))
        lines += ["", k.rng.choice(["---", "* * *", "OK", "2024-05-13 10:11", ""]), ""]
    return File("letters.txt", "\n".join(lines) + "\n")


ORDERS = ["Order no. {v} shipped", "Invoice {v} is due", "Tracking number {v}", "Bestellnummer: {v}", "Rechnungsnr. {v}", "Artikelnummer {v}", "Numéro de commande {v}", "Facture n° {v}", "Réf. article {v}", "Numero d'ordine {v}", "Pedido n.º {v}", "Factura {v}", "Ordernummer {v}", "Factuurnummer {v}", "Numer zamówienia {v}",
          "Číslo objednávky {v}", "Tilausnumero {v}", "주문번호 {v}", "운송장번호 {v}", "订单号：{v}", "快递单号 {v}", "訂單編號 {v}", "Số đơn hàng {v}", "หมายเลขคำสั่งซื้อ {v}", "Nomor pesanan {v}", "Sipariş no {v}", "رقم الطلب {v}", "מספר הזמנה {v}", "注文番号 {v}", "SKU {v}", "part {v}", "serial {v}", "batch {v}", "ticket #{v}", "case {v}", "build {v}", "UPC {v}"]


DIGITS_ALONE = [row for row in BY_RULE.values() if row[2] and row[0] not in
                ("us.dea", "de.social-insurance", "de.identity-card", "it.codice-fiscale", "es.dni", "es.nie", "fi.hetu", "ie.ppsn", "cn.resident-id",
                 "tw.id", "hk.id", "sg.nric", "mx.curp", "mx.rfc", "cl.rut", "co.nit", "uy.ci")]


def alone(k, row):
    """The number as digits and nothing else."""
    while True:
        for form in row[3](k.rng, persons.japanese(k.rng)):
            digits = "".join(c for c in form if c not in " -./")
            if digits.isdigit():
                return digits


@layout("abroad", 4)
def orders(k):
    """Numbers whose check digits are those of persons' schemes, after words that say that they are something else."""
    lines = []
    for _ in range(80):
        number = alone(k, k.rng.choice(DIGITS_ALONE))
        lines += [k.rng.choice(ORDERS).format(v=k.decoy("order number with a good check digit", number)), k.rng.choice(["", "2 pcs.", "EUR 19.99", "OK"])]
    return File("orders.txt", "\n".join(lines) + "\n")


@layout("abroad", 3)
def stock(k):
    """The same in columns."""
    schemes = k.rng.sample(DIGITS_ALONE, 6)
    header = k.rng.sample(["Order ID", "Item", "SKU", "Tracking", "Invoice No.", "Batch", "Serial", "Artikel", "Réf.", "Barcode", "Transaction ID", "Ticket", "Code"], 6)
    rows = [header + ["Name", "Description"]]
    for _ in range(15):
        rows.append([k.decoy("code with a good check digit", alone(k, r)) for r in schemes] +
                    [k.decoy("product", k.rng.choice(["Carter chair", "Wood lamp", "Brown rice 1 kg", "Rose tea", "Mason jar", "Hammer"])), k.decoy("product", "Green, size 10-12")])
    return File("stock.csv", f.csv_text(rows, k.rng.choice([",", ";", "\t"])))


@layout("abroad", 3)
def personnel(k):
    """A staff list of one country, with its language's headers."""
    rule, header = k.rng.choice([
        ("de.tax-id", ["Name", "Vorname", "Geburtsdatum", "Steuer-ID", "E-Mail", "Telefon", "Personalnr."]), ("fr.nir", ["Nom", "Prénom", "Date de naissance", "N° de sécurité sociale", "Courriel", "Téléphone", "Matricule"]),
        ("es.dni", ["Apellidos", "Nombre", "Fecha de nacimiento", "DNI", "Correo", "Teléfono", "N.º empleado"]), ("it.codice-fiscale", ["Cognome", "Nome", "Data di nascita", "Codice fiscale", "Email", "Telefono", "Matricola"]),
        ("nl.bsn", ["Achternaam", "Voornaam", "Geboortedatum", "BSN", "E-mail", "Telefoon", "Personeelsnr."]), ("pl.pesel", ["Nazwisko", "Imię", "Data urodzenia", "PESEL", "E-mail", "Telefon", "Nr prac."]),
        ("us.ssn", ["Last Name", "First Name", "Date of Birth", "SSN", "Email", "Phone", "Employee ID"]), ("uk.nino", ["Surname", "Forename", "Date of birth", "NI number", "Email", "Telephone", "Payroll no."]),
        ("br.cpf", ["Sobrenome", "Nome", "Data de nascimento", "CPF", "E-mail", "Telefone", "Matrícula"]), ("se.personnummer", ["Efternamn", "Förnamn", "Födelsedatum", "Personnummer", "E-post", "Telefon", "Anst.nr"])])
    rows = [header]
    for _ in range(8):
        p = persons.english(k.rng)
        date = k.rng.choice([f"{p.birth:%d.%m.%Y}", f"{p.birth:%d/%m/%Y}", f"{p.birth:%Y-%m-%d}"])
        number = k.rng.choice(BY_RULE[rule][3](k.rng, persons.japanese(k.rng)))
        rows.append([k.value("name", p.family, "tabular", "low"), k.value("name", p.given, "tabular", "low"), k.value("birth-date", date, "tabular", "low"), k.value(rule, number, "tabular", "medium"), f.mail(k, p, "tabular"),
                     f.british_phone(k, "tabular"), k.decoy("staff number", f.fill(k.rng, "{6}"))])
    return File("personnel.csv", f.csv_text(rows, k.rng.choice([",", ";"])), k.rng.choice(["utf-8", "latin-1", "utf-8-sig"]) if rule != "pl.pesel" else "utf-8")
