"""Access and application logs, configuration, dumps, source code with test data."""

import checkdigits as numbers
import fields as f
import persons
from document import File, bare
from layouts import layout


@layout("logs", 3)
def access_log(k):
    lines = []
    for n in range(40):
        p = persons.english(k.rng)
        ip = k.value("common.ipv4", numbers.public_ipv4(k.rng), "labelled", "low") if k.rng.random() < 0.7 else k.decoy(
            "private address", f"192.168.{k.rng.randint(0, 9)}.{k.rng.randint(1, 254)}")
        query = k.rng.choice([f"/item/{f.part_number(k)}", f"/order?id={f.order_number(k)}", f"/static/app.{numbers.hex_text(k.rng, 20)}.js", "/index.html",
                              f"/user?mail={f.mail(k, p)}", f"/api/v2.{n}.1/list?ts=16{numbers.digits(k.rng, 11)}"])
        lines.append(f'{ip} - - [1{n % 9}/Apr/2023:10:{n:02d}:{k.rng.randint(0, 59):02d} +0900] "GET {query} HTTP/1.1" 200 {k.rng.randint(100, 999999)} "-" '
                     f'"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{k.rng.randint(90, 120)}.0.{k.rng.randint(1000, 6000)}.{k.rng.randint(10, 200)} Safari/537.36"')
    return File("access.log", "\n".join(lines) + "\n")


@layout("logs", 3)
def application_log(k):
    lines = []
    for n in range(30):
        p = persons.japanese(k.rng)
        stamp = f"2024-05-{n % 28 + 1:02d} 0{n % 10}:12:{n:02d},{k.rng.randint(100, 999)}"
        lines.append(stamp + " " + k.rng.choice([
            f"INFO  [http-nio-8080-exec-{n}] OrderService - order {f.order_number(k)} accepted, trace={numbers.hex_text(k.rng, 32)}",
            f"WARN  [pool-1-thread-{n}] c.e.Mailer - bounced: {f.mail(k, p)}", f"DEBUG session={k.decoy('uuid', numbers.uuid(k.rng))} took {k.rng.randint(1, 99999)}ms",
            f"ERROR at com.example.Main.run(Main.java:{n}) code={f.valid_twelve(k)}", f"INFO  request_id={f.serial(k)} seq={numbers.digits(k.rng, 10)}",
            f"INFO  epoch={16000 + n}{numbers.digits(k.rng, 8)} offset={numbers.digits(k.rng, 12)}", f"INFO  login user={f.mail(k, p)} ip={k.value('common.ipv4', numbers.public_ipv4(k.rng), 'labelled', 'low')}"]))
    return File("app.log", "\n".join(lines) + "\n")


@layout("logs", 2)
def json_lines(k):
    lines = []
    for n in range(15):
        p = persons.japanese(k.rng)
        lines.append(f.json_text({"ts": f"2024-05-13T10:{n:02d}:00.{numbers.digits(k.rng, 6)}Z", "level": "info", "trace_id": k.decoy("hex", numbers.hex_text(k.rng, 32)),
                                  "order_id": f.order_number(k), "customer": {"name": f.name(k, p, "tabular"), "email": f.mail(k, p, "tabular"), "tel": f.phone(k, "tabular")},
                                  "item": {"name": k.decoy("product", k.rng.choice(f.PRODUCTS)), "sku": f.part_number(k), "jan": f.jan(k)}, "amount": k.rng.randint(100, 99999)}))
    return File("events.jsonl", container=bare("\n".join(lines) + "\n").encode())


@layout("logs", 2)
def hex_dump(k):
    lines = []
    for n in range(60):
        data = bytes(k.rng.randrange(256) for _ in range(16)) if k.rng.random() < 0.6 else bytes(k.rng.choice(b"0123456789 ") for _ in range(16))
        shown = "".join(chr(b) if 32 <= b < 127 else "." for b in data)
        lines.append(k.decoy("hex dump", f"{n * 16:08x}  " + " ".join(f"{b:02x}" for b in data[:8]) + "  " + " ".join(f"{b:02x}" for b in data[8:]) + f"  |{shown}|"))
    return File("dump.txt", "\n".join(lines) + "\n")


@layout("logs", 2)
def digests(k):
    import base64
    lines = []
    for n in range(30):
        lines.append(k.decoy("digest", k.rng.choice([
            lambda: f"{numbers.hex_text(k.rng, 64)}  file{n}.bin", lambda: f"commit {numbers.hex_text(k.rng, 40)}", lambda: numbers.uuid(k.rng),
            lambda: base64.b64encode(bytes(k.rng.randrange(256) for _ in range(54))).decode(), lambda: "sha512-" + base64.b64encode(
                bytes(k.rng.randrange(256) for _ in range(64))).decode(), lambda: f"0x{numbers.hex_text(k.rng, 16)}", lambda: numbers.digits(k.rng, 40)])()))
    return File("sums.txt", "\n".join(lines) + "\n")


@layout("logs", 2)
def configuration(k):
    p = persons.english(k.rng)
    text = (f"# generated 2024-05-13\n[server]\nlisten = 0.0.0.0:8443\nbind = {k.decoy('private address', '10.0.12.7')}\nversion = 4.18.{numbers.digits(k.rng, 2)}.1\n"
            f"build = 20240513{numbers.digits(k.rng, 4)}\nadmin = {f.mail(k, p)}\ndsn = {k.neutral('postgres://app:')}{k.value('common.url-credential', 's3cretPw9')}{k.neutral('@db.example.com:5432/app')}\n"
            f"serial = {f.serial(k)}\nlicense = {k.decoy('serial', 'ABCD1-EFGH2-34567-89012-IJKL3')}\ntimeout = 120000000000\ncolor = #00112233\n"
            f"uuid = {k.decoy('uuid', numbers.uuid(k.rng))}\nsupport_tel = {f.company_phone(k)}\nrange = 1000-2000-3000\nmac = {k.value('common.mac', numbers.mac(k.rng), 'labelled', 'low')}\n"
            f"name = backup-job\nusername = svc_backup\nhost_name = Taylor\nservice_name: 決済サービス\nfile_name = 山田\nserver_name = www.example.com\n")
    return File("app.conf", text)


@layout("logs", 3)
def source_code(k):
    cards = k.rng.sample(numbers.TEST_CARDS, 3)
    text = "// Test data of the payment module\n#include <stdint.h>\n\nstatic const char *test_cards[] = {\n"
    text += "".join(f'    "{k.decoy("test card", c)}", // documented test number\n' for c in cards) + "};\n"
    text += "static const uint64_t primes[] = {" + ", ".join(k.decoy("constant", numbers.digits(k.rng, n)) for n in (9, 10, 11, 12, 13, 16, 19)) + "};\n"
    text += f'#define VERSION "10.2.{numbers.digits(k.rng, 3)}.4"\nconst char *name = "Parker"; /* of the parser */\nint phone_count = 0; char *address = "unknown";\n'
    text += f'static const char *sku = "{f.part_number(k)}"; long t = {k.decoy("timestamp", "16" + numbers.digits(k.rng, 8))}L;\n'
    text += "".join(f"    case 0x{numbers.hex_text(k.rng, 8)}: return {k.decoy('constant', numbers.digits(k.rng, 12))}ULL;\n" for _ in range(20))
    text += "// name: the name of the column\n// Name and address are required. Contact: see README\n// 氏名: 必須項目。住所: 任意。電話番号：ハイフンなしで入力してください\n"
    text += 'print("氏名を入力してください"); var user = new User("テスト太郎ではない");\nurl(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4)\n'
    return File("payment_test.c", text)
