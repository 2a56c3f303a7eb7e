"""`dondoc`: finds the command and says in Vietnamese what went wrong. Commands are loaded only when they are called."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import NoReturn

from cyclopts import App, CycloptsError, Group, Parameter

from cli.help import VietnameseHelp
from cli.printing import say
from cli.usage import explain_usage
from config.log_facts import bound
from domain.errors import RuleBroken, UsageError

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

# Each command: where it is, and what it does. Told here, so that the list of commands need not load them all.
PLAN_COMMANDS = {
    "new": ("cli.new_plan:new_plan", "Tạo thư mục kế hoạch từ bản mẫu có lời giải thích, hoặc chép từ kế hoạch khác."),
    "check": ("cli.plan:check", "Kế hoạch yêu cầu gì (ai, việc gì, hạn nào, gửi ai) và những điểm cần lưu ý."),
    "show": ("cli.plan:show", "Toàn bộ kế hoạch: nhiệm vụ, đề cương, thang nhắc việc, nơi nhận."),
    "open": ("cli.plan:open_plan", "Mở đợt: từ nay đợt chạy theo kế hoạch và danh sách đơn vị như lúc mở."),
    "schema": ("cli.plan:schema", "In JSON Schema của tệp kế hoạch, để trình soạn thảo gợi ý và kiểm tra."),
}
CONTACTS_COMMANDS = {
    "bind": ("cli.binding:bind", "Cấp mã một lần để một đầu mối liên kết Zalo của mình; hoặc gỡ liên kết."),
    "import": (
        "cli.contacts:take_in",
        "Nhập danh sách đầu mối (.xlsx, .csv): lỗi từng dòng, thay đổi gì, ai đổi; có lỗi thì không ghi gì.",
    ),
    "check": (
        "cli.contact_checks:check",
        "Gửi thư kiểm tra tới từng đầu mối, trên từng kênh; người nhận chỉ cần bấm một lần để xác nhận.",
    ),
    "list": (
        "cli.contacts:list_contacts",
        "Đầu mối liên hệ theo đơn vị và kênh, xanh hay đỏ: đã được xác nhận hay chưa.",
    ),
    "show": ("cli.contacts:show", "Đầu mối của một đơn vị: các kênh, bằng chứng, những lần thay đổi."),
}
REVIEW_COMMANDS = {
    "list": ("cli.review:waiting", "Những báo cáo đã nhận đang chờ xem xét, kèm kết quả đối chiếu đề cương."),
    "show": ("cli.review:show", "Hồ sơ của một đơn vị: các bản nộp, đối chiếu đề cương, nhật ký."),
    "accept": ("cli.review:take", "Chấp nhận báo cáo đang chờ xem xét."),
    "return": ("cli.review:give_back", "Trả lại báo cáo, cả bài hoặc từng mục, kèm lý do và hạn nộp lại."),
    "withdraw": ("cli.review:take_off", "Rút bản nộp gần nhất (nộp nhầm, ghi nhận sai); bản trước có hiệu lực lại."),
    "match": ("cli.review:match", "Sửa lại một đề mục thuộc mục nào của đề cương."),
}
PHONE_COMMANDS = {
    "list": (
        "cli.phone:list_lines",
        "Những đơn vị cần gọi điện thoại, gọi cho ai, số nào, vì sao; ghi ra .xlsx hoặc .docx.",
    ),
    "script": ("cli.phone:show_script", "Nội dung cần nói khi gọi cho một đơn vị."),
    "take": ("cli.calls:take", "Nhận gọi một đơn vị, để người khác không gọi trùng."),
    "add": ("cli.calls:add", "Đưa một đơn vị vào danh sách cần gọi."),
    "record": ("cli.calls:record", "Ghi kết quả cuộc gọi: đã gặp, không nghe máy, sai số, hẹn ngày nộp."),
    "import": ("cli.calls:read_in", "Đọc lại bảng .xlsx đã điền kết quả; đọc hai lần cũng chỉ ghi một lần."),
    "log": ("cli.phone:show_log", "Sổ cuộc gọi: ai gọi, lúc nào, số nào, kết quả."),
}
LETTER_COMMANDS = {
    "urging": ("cli.letter:urging", "Công văn đôn đốc (.docx) gửi các đơn vị quá hạn, tính đến bất kỳ ngày nào."),
    "office": ("cli.letter:office", "Danh sách một trang (.docx) các đơn vị quá hạn, gửi Văn phòng Tỉnh ủy."),
}
TRIAGE_COMMANDS = {
    "list": ("cli.triage:list_waiting", "Những thư đến chờ cán bộ xem, và những thư gửi đi bị trả lại."),
    "assign": ("cli.triage:assign", "Ghi nhận tệp trong thư là báo cáo của một đơn vị, tính từ lúc thư đến."),
    "dismiss": ("cli.triage:dismiss", "Đánh dấu thư không phải báo cáo, kèm lý do; thư vẫn được lưu."),
}
ANSWERS_COMMANDS = {
    "list": ("cli.answers:list_answers", "Những trả lời đang chờ cán bộ: báo đã nộp, hẹn ngày, đã nhận, hỏi."),
    "settle": ("cli.answers:settle", "Xử lý một trả lời: ghi ngày hẹn nộp, hoặc ghi đã xử lý thế nào."),
}
MESSAGES_COMMANDS = {
    "list": ("cli.messages:list_messages", "Từng thông báo đã ra sao: chờ, giữ, đã gửi, đã xem, bị từ chối, chưa rõ."),
    "show": ("cli.messages:show", "Một thông báo: nguyên văn, từng lần gửi, những gì được báo về sau đó."),
    "settle": (
        "cli.messages:settle",
        "Ghi lời người nhận về một thông báo chưa rõ kết quả: đã nhận được, hoặc không nhận được.",
    ),
}
CHANNELS_COMMANDS = {
    "list": (
        "cli.channels:list_channels",
        "Các kênh gửi: đã cấu hình chưa, dùng được không và vì sao, đã gửi bao nhiêu.",
    ),
    "reopen": ("cli.channels:reopen", "Thử lại ngay một kênh đang tạm nghỉ, sau khi đã sửa xong."),
}
ZALOBOT_COMMANDS = {
    "poll": ("cli.zalobot:poll", "Hỏi bot xem ai đã nhắn gì, khi máy này không có địa chỉ công khai cho webhook."),
}
ZALO_COMMANDS = {
    "grant": ("cli.zalo:grant", "Nối Official Account: nhận mã cấp quyền hoặc cặp token đầu tiên, cất giữ có mã hóa."),
    "status": (
        "cli.zalo:status",
        "Official Account: quyền gửi tin còn hay mất, gia hạn khi nào, còn thiếu mẫu tin nào.",
    ),
    "check": (
        "cli.zalo:check",
        "Hỏi Zalo xem Official Account, hạn mức trong ngày và từng mẫu tin có dùng được không.",
    ),
}
RUNS_COMMANDS = {
    "list": ("cli.runs:list_runs", "Các lượt tổng hợp: của đơn vị nào, tính đến lúc nào, đang ở bước nào."),
    "show": ("cli.runs:show", "Một lượt: ai đã có, ai chưa và vì sao, tiến độ, kết quả; ghi lại các tệp bằng --out."),
    "approve": ("cli.runs:approve", "Phê duyệt tổng hợp khi còn thiếu, kèm lý do."),
    "cancel": ("cli.runs:cancel", "Hủy một lượt, hoặc dừng lượt đang chạy; không có tệp nào được phát hành."),
    "resume": ("cli.runs:resume", "Chạy một lượt đang chờ chạy, hoặc chạy tiếp lượt đã hủy, dừng vì lỗi hay dở dang."),
    "trace": (
        "cli.tracing:trace",
        "Ai viết câu này của dự thảo: đơn vị, bản nộp, mục, đoạn; qua báo cáo huyện đến tận xã.",
    ),
}
USERS_COMMANDS = {
    "add": ("cli.users:add", "Lập tài khoản; in mật khẩu đầu tiên, người dùng đổi ngay khi đăng nhập."),
    "list": ("cli.users:list_users", "Các tài khoản: vai trò, đơn vị, xác thực hai bước, tình trạng."),
    "reset": ("cli.users:reset", "Đặt lại mật khẩu, tắt xác thực hai bước, đăng xuất mọi trình duyệt."),
    "close": ("cli.users:close", "Khóa tài khoản; mọi phiên đăng nhập đóng ngay."),
    "reopen": ("cli.users:reopen", "Mở lại tài khoản đã khóa."),
}
AUDIT_COMMANDS = {
    "verify": ("cli.audit:verify", "Kiểm tra chuỗi nhật ký: có mục nào bị sửa, xóa hay chèn không."),
    "findings": (
        "cli.audit:findings",
        "Hệ thống tự kiểm tra ngay: điều gì cần người xử lý, của đơn vị nào, từ ngày nào, cần làm gì.",
    ),
    "show": ("cli.audit:show", "Những mục mới nhất của nhật ký: ai đã làm gì, lúc nào."),
}
COMMANDS = {
    "rehearse": (
        "cli.rehearse:rehearse",
        "Diễn tập: ai sẽ nhận thông báo gì, ngày nào, vì sao; không gửi gì ra ngoài và không ghi vào cơ sở dữ liệu.",
    ),
    "day": (
        "cli.day:day",
        "Chạy một ngày: quyết định nhắc việc cho từng cấp, gửi thông báo, tự kiểm tra; chạy lại không gửi trùng.",
    ),
    "deliver": ("cli.deliver:deliver", "Gửi những thông báo đang chờ; nêu rõ những gì chưa gửi được."),
    "status": ("cli.status:status", "Tình hình nộp báo cáo: số liệu theo cấp và danh sách đơn vị chưa nộp."),
    "why": ("cli.why:why", "Vì sao một đơn vị được nhắc, vì sao không, và các bước tiếp theo."),
    "prove": (
        "cli.prove:prove",
        "Đối chiếu sổ ghi: bao nhiêu mốc, quyết định, đã gửi, giữ, thay thế, chưa rõ; mất dấu và gửi trùng phải bằng 0.",
    ),
    "units": ("cli.units:units", "Danh sách đơn vị và đầu mối liên hệ."),
    "outline": ("cli.outline:outline", "Mẫu báo cáo (.docx) theo đề cương, ghi sẵn thể thức của từng đơn vị."),
    "check": (
        "cli.check:check",
        "Kiểm tra một tệp báo cáo theo đề cương trước khi nộp: mục nào đủ, trống, thiếu; điểm nào cần xem lại.",
    ),
    "submit": ("cli.submit:submit", "Ghi nhận báo cáo của một đơn vị và cấp phiếu tiếp nhận."),
    "extend": ("cli.extend:extend", "Gia hạn cho một đơn vị, theo quyết định của ai và văn bản số mấy."),
    "promise": ("cli.promise:promise", "Ghi ngày đơn vị hẹn nộp; quá ngày đó đơn vị lại được đôn đốc."),
    "exempt": ("cli.exempt:exempt", "Miễn báo cáo cho một đơn vị, có lý do; hoặc bỏ miễn."),
    "calendar": (
        "cli.calendar:calendar",
        "Lịch hạn nộp của một đơn vị hoặc của cán bộ theo dõi (.ics): ghi ra tệp, hoặc in liên kết để đăng ký.",
    ),
    "evidence": (
        "cli.evidence:evidence",
        "Hồ sơ bằng chứng của một đơn vị (.zip): đã nhắc gì, khi nào, vì sao không nhắc, đã nộp gì.",
    ),
    "intake": (
        "cli.intake:intake",
        "Lấy báo cáo gửi đến hộp thư điện tử: ghi nhận, trả lời, hoặc chuyển cán bộ phân loại.",
    ),
    "consolidate": (
        "cli.consolidate:consolidate",
        "Tổng hợp các báo cáo đã nhận thành một dự thảo .docx theo đề cương; kiểm tra trước, thiếu thì chờ phê duyệt.",
    ),
    "transmit": (
        "cli.transmit:transmit",
        "Ghi nhận báo cáo của tỉnh đã gửi đi, theo tờ trình số mấy, ngày nào; từ đó mới tính là đã báo cáo.",
    ),
    "serve": (
        "cli.serve:serve",
        "Chạy cả dịch vụ: trang web, các lượt nhắc việc và gửi theo giờ làm việc, nhận thư, việc nền.",
    ),
    "backup": (
        "cli.backup:backup",
        "Sao lưu khi hệ thống đang chạy: cơ sở dữ liệu, các tệp và khóa, thành một tệp; đọc lại để kiểm tra.",
    ),
    "restore": (
        "cli.restore:restore",
        "Khôi phục từ một tệp sao lưu vào nơi trống; những gì có thể đã gửi không gửi lại mà chờ cán bộ hỏi.",
    ),
    "work": (
        "cli.work:work",
        "Làm những việc được yêu cầu trên trang web: lượt tổng hợp, diễn tập, tin báo cho hệ thống khác.",
    ),
    "doctor": (
        "cli.doctor:doctor",
        "Khám hệ thống: lịch, đồng hồ, thư, Zalo, ổ đĩa, dữ liệu, lượt chạy gần nhất; nêu cách sửa từng lỗi.",
    ),
    "migrate": (
        "cli.migrate:migrate",
        "Chuyển một đợt đang chạy từ SQLite sang PostgreSQL trống, đối chiếu từng bảng, để chạy trên nhiều máy.",
    ),
    "demo": ("demo.command:demo", "Trình diễn trọn đợt sơ kết theo Kế hoạch 15-KH/TU, từ 24/6/2022 đến 30/9/2022."),
}
OPTIONS = Group("Tùy chọn")
# Groups stand between two commands.
CONTACTS_STAND_AFTER = list(COMMANDS).index("units") + 0.5
REVIEW_STANDS_AFTER = list(COMMANDS).index("submit") + 0.5
TRIAGE_STANDS_AFTER = list(COMMANDS).index("intake") + 0.5
PHONE_STANDS_AFTER = list(COMMANDS).index("promise") + 0.5
LETTERS_STAND_AFTER = list(COMMANDS).index("exempt") + 0.5
MESSAGES_STAND_AFTER = list(COMMANDS).index("deliver") + 0.5
ANSWERS_STAND_AFTER = list(COMMANDS).index("intake") + 0.6
CHANNELS_STAND_AFTER = list(COMMANDS).index("deliver") + 0.5
ZALOBOT_STANDS_AFTER = list(COMMANDS).index("serve") + 0.5
ZALO_STANDS_AFTER = list(COMMANDS).index("serve") + 0.6
RUNS_STANDS_AFTER = list(COMMANDS).index("consolidate") + 0.5
USERS_STAND_AFTER = list(COMMANDS).index("serve") + 0.7
AUDIT_STANDS_AFTER = list(COMMANDS).index("serve") + 0.8


def program_version() -> str:
    from importlib.metadata import version  # noqa: PLC0415 -- only where the version is asked for

    return version("dondoc")


def _app(name: str, purpose: str, commands: dict[str, tuple[str, str]]) -> App:
    app = App(
        name=name,
        help=purpose,
        version=program_version,
        version_flags=["--version"],
        help_flags=["--help", "-h"],
        help_formatter=VietnameseHelp(),
        default_parameter=Parameter(show_default=False, negative=""),
        group_commands=Group("Lệnh"),
        group_arguments=Group("Tham số"),
        group_parameters=OPTIONS,
    )
    for position, (command, (path, does)) in enumerate(commands.items()):
        app.command(path, name=command, help=does, sort_key=position)
    return app


app = _app("dondoc", "Đôn đốc: theo dõi, nhắc việc và tổng hợp báo cáo của các cấp ủy theo kế hoạch.", COMMANDS)
app["--help"].help, app["--version"].help = "Hiện hướng dẫn này.", "Hiện số phiên bản."
app["--help"].group = app["--version"].group = (OPTIONS,)
app.command(_app("plan", "Kế hoạch: tạo mới, kiểm tra, xem, mở đợt.", PLAN_COMMANDS))
app["plan"].sort_key = -1
app.command(_app("contacts", "Đầu mối liên hệ: nhập danh sách, kiểm tra trước đợt, xem.", CONTACTS_COMMANDS))
app["contacts"].sort_key = CONTACTS_STAND_AFTER
app.command(_app("review", "Xem xét báo cáo đã nhận: xem, chấp nhận, trả lại, rút, sửa đối chiếu.", REVIEW_COMMANDS))
app["review"].sort_key = REVIEW_STANDS_AFTER
app.command(_app("triage", "Thư đến chờ phân loại: xem, ghi nhận, bỏ qua.", TRIAGE_COMMANDS))
app["triage"].sort_key = TRIAGE_STANDS_AFTER
app.command(_app("messages", "Thông báo đã gửi và đang chờ: từng việc đã xảy ra, nguyên văn.", MESSAGES_COMMANDS))
app["messages"].sort_key = MESSAGES_STAND_AFTER
app.command(_app("answers", "Trả lời của các đơn vị qua Zalo, thư và nút bấm: xem, xử lý.", ANSWERS_COMMANDS))
app["answers"].sort_key = ANSWERS_STAND_AFTER
app.command(_app("channels", "Các kênh gửi: xem, thử lại.", CHANNELS_COMMANDS))
app["channels"].sort_key = CHANNELS_STAND_AFTER
app.command(_app("zalobot", "Bot Zalo: lấy tin nhắn đến.", ZALOBOT_COMMANDS))
app["zalobot"].sort_key = ZALOBOT_STANDS_AFTER
app.command(_app("zalo", "Official Account Zalo: nối, xem, kiểm tra.", ZALO_COMMANDS))
app["zalo"].sort_key = ZALO_STANDS_AFTER
app.command(_app("phone", "Danh sách gọi điện thoại: gọi ai, nói gì, kết quả ra sao.", PHONE_COMMANDS))
app["phone"].sort_key = PHONE_STANDS_AFTER
app.command(_app("letter", "Công văn và danh sách để ký: đôn đốc đơn vị quá hạn, gửi Văn phòng.", LETTER_COMMANDS))
app["letter"].sort_key = LETTERS_STAND_AFTER
app.command(_app("runs", "Các lượt tổng hợp: xem, phê duyệt, hủy, chạy tiếp.", RUNS_COMMANDS))
app["runs"].sort_key = RUNS_STANDS_AFTER
app.command(_app("users", "Tài khoản của trang web: lập, xem, đặt lại mật khẩu, khóa.", USERS_COMMANDS))
app["users"].sort_key = USERS_STAND_AFTER
app.command(_app("audit", "Tự kiểm tra và nhật ký hệ thống: điều cần xử lý, kiểm tra chuỗi, xem.", AUDIT_COMMANDS))
app["audit"].sort_key = AUDIT_STANDS_AFTER


def main() -> NoReturn:
    _speak_utf8()
    code = run(sys.argv[1:])
    gc.freeze()  # what the process leaves behind need not be searched once more on the way out
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command. Returns 0 when done, 1 when a rule refused, 2 when the command was not understood."""
    try:
        with bound():
            app(_with_list(arguments), exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError as error:
        return _say(explain_usage(error), WRONG_USAGE)
    except RuleBroken as refusal:
        return _say(str(refusal), WRONG_USAGE if isinstance(refusal, UsageError) else REFUSED)
    except KeyboardInterrupt:
        return _say("Đã dừng theo yêu cầu.", REFUSED)
    except BrokenPipeError:
        return _stop_printing()
    except Exception as error:  # noqa: BLE001 -- the last line of defence: no stack trace reaches a user
        from cli.failures import explain_failure  # noqa: PLC0415 -- only where something failed

        return _say(explain_failure(error), REFUSED)
    return DONE


def _with_list(arguments: list[str]) -> list[str]:
    """`dondoc messages --unit X` lists, as `dondoc messages list --unit X` does."""
    is_list = arguments[:1] == ["messages"] and (len(arguments) == 1 or arguments[1] not in _UNDER_MESSAGES)
    return ["messages", "list", *arguments[1:]] if is_list else arguments


_UNDER_MESSAGES = (*MESSAGES_COMMANDS, "--help", "-h", "--version")


def _speak_utf8() -> None:
    """Vietnamese needs it, also where the environment (cron, ssh) promises nothing. What was typed goes back as typed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _say(text: str, code: int) -> int:
    say(text, to=sys.stderr)
    return code


def _stop_printing() -> int:
    """Nobody reads on (`dondoc status | head`); what is still to be flushed goes nowhere, without a complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REFUSED


if __name__ == "__main__":
    main()
