// 35=8 and 35=9: what became of an order.
#include "fix/fix44_classify.hpp"
#include "fix/fix44_reading.hpp"
#include "fix/fix44_terms.hpp"
#include "fix/fix44_time.hpp"

namespace lockstep::fix44 {

namespace {

namespace tag = FIX::FIELD;

constexpr char leg = '2';     // tag 442
constexpr char summary = '3'; // tag 442
constexpr int tag_last_rpt_requested = 912;

// A report while it is being read.
struct Report {
    const FIX::Message& message;
    const Context& context;
    Fields body;
    Owner owner;
    std::optional<SentOrder> sent; // our order that it names
    ExecCodes codes;
    bool is_leg = false;

    bool of_leader() const { return std::holds_alternative<LeaderId>(owner); }
};

// The report in a few words, for notes.
std::string describe(const Report& report) {
    std::string text = "35=8";
    for (const int shown :
         {tag::ExecType, tag::OrdStatus, tag::OrderID, tag::ClOrdID, tag::ExecID, tag::Symbol}) {
        if (!report.body.has(shown)) continue;
        text += ' ' + std::to_string(shown) + '=' + printable(report.body.text(shown), 24);
    }
    return text + " of " + printable(account_name(report.owner, *report.context.config));
}

ExecCodes read_codes(Fields& body) {
    ExecCodes codes;
    codes.exec_type = body.code(tag::ExecType);
    codes.ord_status = body.code(tag::OrdStatus);
    codes.exec_trans_type = body.code(tag::ExecTransType);
    codes.traded = !body.quantity(tag::LastQty).value_or(Quantity()).is_zero();
    if (codes.exec_type == '\0') {
        body.refuse(refuse_missing(tag::ExecType, "the report does not say what happened"));
    }
    return codes;
}

// The day that makes an ExecID unique: 75, else the date of 60, else that of the first sending.
std::string_view trade_day(Report& report) {
    const Fields header(report.message.getHeader());
    if (report.body.has(tag::TradeDate)) {
        const std::string_view text = report.body.text(tag::TradeDate);
        if (const auto day = parse_date(text)) return *day;
        report.body.refuse(refuse(tag::TradeDate, text, "not a date (YYYYMMDD)"));
        return {};
    }
    for (const std::string_view text :
         {report.body.text(tag::TransactTime), header.text(tag::OrigSendingTime),
          header.text(tag::SendingTime)}) {
        if (const auto day = parse_date(text)) return *day;
    }
    return {};
}

bool is_trade(ExecKind kind) {
    return kind == ExecKind::fill || kind == ExecKind::fill_bust ||
           kind == ExecKind::fill_corrected;
}

// The answer that there is no order to tell of.
bool names_no_order(const Report& report) {
    const std::string_view order_id = report.body.text(tag::OrderID);
    return !report.body.has(tag::ClOrdID) && (order_id.empty() || order_id == "NONE");
}

// What brokers write for an ExecID where nothing was executed; it names no report.
bool is_placeholder(std::string_view exec_id) { return exec_id == "0" || exec_id == "NONE"; }

// day/side/ExecID, and the leg's symbol where the legs of a spread may share an ExecID. The side is
// in it because both sides of a trade with oneself may bear one ExecID.
ExecKey exec_key(Report& report, int id_tag, Side side, std::string_view symbol) {
    const std::string_view id = report.body.identifier<ExecKey::capacity>(id_tag).view();
    if (id.empty()) return {};
    std::string key(trade_day(report));
    key += side == Side::buy ? "/B/" : "/S/";
    key += report.body.text(id_tag);
    if (report.is_leg) key.append("/").append(symbol);
    if (ExecKey::fits(key)) return ExecKey(key);
    report.body.refuse(refuse(id_tag, report.body.text(id_tag), "too long to be kept"));
    return {};
}

// Tag 37; a leg of a spread is an order of its own, because its side and instrument are its own.
OrderKey order_key(Report& report, std::string_view symbol) {
    OrderKey key = report.body.identifier<OrderKey::capacity>(tag::OrderID);
    if (key == "NONE") key = {};
    if (key.empty() || !report.is_leg) return key;
    const std::string text = key.str() + '/' + std::string(symbol);
    if (OrderKey::fits(text)) return OrderKey(text);
    report.body.refuse(refuse(tag::OrderID, text, "too long to be kept"));
    return {};
}

Side read_side(Report& report) {
    const std::string_view side = report.body.text(tag::Side);
    if (side == "1") return Side::buy;
    if (side == "2" || side == "5" || side == "6") return Side::sell;
    if (!side.empty())
        report.body.refuse(refuse(tag::Side, side, "neither a buy nor a sell"));
    else if (report.sent)
        return report.sent->side;
    else
        report.body.refuse(refuse_missing(tag::Side, "a report has to name its side"));
    return Side::buy;
}

std::expected<InstrumentId, Refusal> read_instrument(const Report& report) {
    if (!names_instrument(report.message) && report.sent) return report.sent->instrument;
    return find_instrument(report.message, report.context.config->instruments);
}

// 38, 14, 151. FIX 4.4's 38 is the total, also after a replace; where it is left out, it is what
// filled and what is left.
void read_quantities(Report& report, ExecutionEvent& event) {
    Fields& body = report.body;
    event.cum_qty = body.quantity(tag::CumQty).value_or(Quantity());
    event.leaves_qty = body.quantity(tag::LeavesQty).value_or(Quantity());
    event.order_qty =
        body.quantity(tag::OrderQty)
            .value_or(Quantity(body.has(tag::LeavesQty) ? event.cum_qty.lots + event.leaves_qty.lots
                                                        : 0));
    if (report.of_leader() && sets_terms(event.kind) && event.order_qty.is_zero()) {
        body.refuse(body.has(tag::OrderQty)
                        ? refuse(tag::OrderQty, body.text(tag::OrderQty), "an order of nothing")
                        : refuse_missing(tag::OrderQty, "the size of a working order"));
    }
}

// 32, 31 and 19: what a trade, or the change of one, has to say.
void read_trade(Report& report, const Instrument& instrument, ExecutionEvent& event) {
    Fields& body = report.body;
    const bool is_bust = event.kind == ExecKind::fill_bust;
    const bool is_change = is_bust || event.kind == ExecKind::fill_corrected;
    event.last_qty = body.quantity(tag::LastQty).value_or(Quantity());
    if (const auto price = body.price(tag::LastPx, instrument)) event.last_price = *price;
    event.exec_ref_key = exec_key(report, tag::ExecRefID, event.terms.side, instrument.symbol);
    if (event.exec_key.empty()) body.refuse(refuse_missing(tag::ExecID, "a trade has to have one"));
    if (is_change && event.exec_ref_key.empty()) {
        body.refuse(refuse_missing(tag::ExecRefID, "which trade is busted or corrected"));
    }
    if (is_bust) return;
    if (!body.has(tag::LastQty)) body.refuse(refuse_missing(tag::LastQty, "how much traded"));
    if (!body.has(tag::LastPx)) body.refuse(refuse_missing(tag::LastPx, "the price of a trade"));
}

void require_keys(Report& report, const ExecutionEvent& event) {
    if (!event.order_key.empty()) return;
    if (report.of_leader()) {
        report.body.refuse(refuse_missing(tag::OrderID, "the leader's orders are known by it"));
    } else if (event.cl_ord_id.empty()) {
        report.body.refuse(refuse_missing(tag::OrderID, "and 11 (ClOrdID) too: whose order is it"));
    }
}

// A ClOrdID of one account on a report of another one: a person has to know.
std::optional<Note> other_account(const Report& report) {
    const auto* follower = std::get_if<FollowerId>(&report.owner);
    if (follower == nullptr || !report.sent || report.sent->follower == *follower)
        return std::nullopt;
    return Note{Severity::alarm,
                describe(report) + ": the order was sent for " +
                    printable(account_name(report.sent->follower, *report.context.config))};
}

// The new terms of an order that is held: two facts in one report.
bool is_held_replace(const ExecutionEvent& event) {
    return event.ord_status == '9' &&
           (event.kind == ExecKind::replaced || event.kind == ExecKind::restated);
}

// Two facts of one report need two keys, or one would be taken for a repeat of the other.
ExecKey held_key(const ExecKey& key) {
    const std::string text = key.str() + "/held";
    return key.empty() || !ExecKey::fits(text) ? ExecKey() : ExecKey(text);
}

Decoded finish(Report& report, ExecutionEvent event, std::optional<Note> note) {
    if (report.body.refusal()) return std::unexpected(*report.body.refusal());
    Reading reading;
    reading.events.push_back(execution_of(report.owner, event));
    if (is_held_replace(event)) {
        event.kind = ExecKind::suspended;
        event.exec_key = held_key(event.exec_key);
        reading.events.push_back(execution_of(report.owner, std::move(event)));
    }
    reading.note = other_account(report);
    if (!reading.note && note)
        reading.note = Note{note->severity, describe(report) + ": " + note->text};
    return reading;
}

Decoded read_event(Report& report, ExecKind kind) {
    const auto instrument_id = read_instrument(report);
    if (!instrument_id) return std::unexpected(instrument_id.error());
    const Instrument& instrument = report.context.config->instruments[instrument_id->index];
    Fields& body = report.body;
    ExecutionEvent event;
    event.kind = kind;
    event.instrument = *instrument_id;
    read_header(report.message, body, event);
    const Side side = read_side(report);
    const Terms terms =
        read_terms(body, side, instrument, {.strict = sets_terms(kind), .is_leg = report.is_leg});
    event.terms = terms.terms;
    event.order_key = order_key(report, instrument.symbol);
    event.cl_ord_id = body.cl_ord_id(tag::ClOrdID);
    event.orig_cl_ord_id = body.cl_ord_id(tag::OrigClOrdID);
    if (is_trade(kind) || !is_placeholder(body.text(tag::ExecID))) {
        event.exec_key = exec_key(report, tag::ExecID, side, instrument.symbol);
    }
    event.ord_status = report.codes.ord_status;
    event.text = reason_text(body);
    read_quantities(report, event);
    if (is_trade(kind)) read_trade(report, instrument, event);
    require_keys(report, event);
    std::optional<Note> note;
    if (sets_terms(kind) && !terms.why_not_mirrored.empty())
        note = Note{Severity::info, terms.why_not_mirrored};
    return finish(report, std::move(event), std::move(note));
}

// The end of the answer to a question after all orders of an account: the last of its reports, or
// one that names no order because there is none.
std::optional<MassStatusEnded> mass_status_end(const Report& report) {
    const auto* follower = std::get_if<FollowerId>(&report.owner);
    const ClOrdId request_id = report.body.cl_ord_id(tag::MassStatusReqID);
    if (follower == nullptr || request_id.empty()) return std::nullopt;
    const bool ends = names_no_order(report) || report.body.text(tag_last_rpt_requested) == "Y";
    if (!ends) return std::nullopt;
    return MassStatusEnded{*follower, request_id, false};
}

// A report of an order that is not ours to understand does not hide that it is the last one.
Decoded read_last_of_mass_status(Report& report, const MassStatusEnded& end) {
    Decoded reading = Reading{};
    if (!names_no_order(report)) reading = read_event(report, ExecKind::status);
    if (!reading && reading.error().malformed) return reading;
    if (!reading)
        reading = ignored(Severity::warning, describe(report) + ": " + reading.error().what);
    reading->events.emplace_back(end);
    return reading;
}

} // namespace

Decoded decode_execution_report(const FIX::Message& message, const Context& context) {
    const auto owner = find_owner(message, context);
    if (!owner) return std::unexpected(owner.error());
    Report report{.message = message,
                  .context = context,
                  .body = Fields(message),
                  .owner = *owner,
                  .sent = find_sent(message, context),
                  .codes = {}};
    report.codes = read_codes(report.body);
    const char role = report.body.code(tag::MultiLegReportingType);
    if (report.body.refusal()) return std::unexpected(*report.body.refusal());
    if (role == summary) {
        return ignored(Severity::info,
                       describe(report) + ": the summary of a spread; its legs are counted");
    }
    report.is_leg = role == leg;
    const auto kind = classify(report.codes, context.fill_style);
    if (!kind) {
        return ignored(Severity::alarm, describe(report) + ": means nothing here; not acted upon");
    }
    if (contradicts(*kind, report.codes.ord_status)) {
        return ignored(Severity::alarm, describe(report) +
                                            ": ExecType and OrdStatus contradict each other; not "
                                            "acted upon");
    }
    const auto end = *kind == ExecKind::status ? mass_status_end(report) : std::nullopt;
    return end ? read_last_of_mass_status(report, *end) : read_event(report, *kind);
}

Decoded decode_order_cancel_reject(const FIX::Message& message, const Context& context) {
    const auto owner = find_owner(message, context);
    if (!owner) return std::unexpected(owner.error());
    Fields body(message);
    ExecutionEvent event;
    event.kind = ExecKind::cancel_rejected;
    read_header(message, body, event);
    event.order_key = body.identifier<OrderKey::capacity>(tag::OrderID);
    if (event.order_key == "NONE") event.order_key = {};
    event.cl_ord_id = body.cl_ord_id(tag::ClOrdID);
    event.orig_cl_ord_id = body.cl_ord_id(tag::OrigClOrdID);
    event.ord_status = body.code(tag::OrdStatus);
    event.text = reason_text(body);
    if (const auto sent = find_sent(message, context)) {
        event.instrument = sent->instrument;
        event.terms.side = sent->side;
        if (event.orig_cl_ord_id.empty()) event.orig_cl_ord_id = sent->orig_cl_ord_id;
    }
    if (event.order_key.empty() && event.cl_ord_id.empty()) {
        body.refuse(refuse_missing(tag::ClOrdID, "and 37 (OrderID) too: whose cancel is it"));
    }
    if (body.refusal()) return std::unexpected(*body.refusal());
    Reading reading;
    reading.events.push_back(execution_of(*owner, std::move(event)));
    return reading;
}

} // namespace lockstep::fix44
