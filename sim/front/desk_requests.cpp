// What clients send to the simulator, by message type.
#include "front/desk.hpp"
#include "front/fix_text.hpp"
#include "front/reports_out.hpp"
#include "front/requests_in.hpp"
#include "venue/ledger.hpp"

namespace lockstep::sim {

namespace {

// One `request` line of the ledger: the fields that a checker needs, as the client wrote them.
std::string ledger_request(const FIX::Message& message, const std::string& session,
                           Timestamp received) {
    LedgerLine line(received, "request");
    line.add("session", session);
    const auto& header = message.getHeader();
    line.add("msgtype", header.getField(FIX::FIELD::MsgType));
    line.add_some("seq", find_field(header, FIX::FIELD::MsgSeqNum).value_or(""));
    const std::pair<const char*, int> fields[] = {
        {"account", FIX::FIELD::Account},  {"clordid", FIX::FIELD::ClOrdID},
        {"orig", FIX::FIELD::OrigClOrdID}, {"order", FIX::FIELD::OrderID},
        {"symbol", FIX::FIELD::Symbol},    {"side", FIX::FIELD::Side},
        {"qty", FIX::FIELD::OrderQty},     {"ordtype", FIX::FIELD::OrdType},
        {"tif", FIX::FIELD::TimeInForce},  {"price", FIX::FIELD::Price},
        {"stop", FIX::FIELD::StopPx},      {"sent", FIX::FIELD::TransactTime}};
    for (const auto& [key, tag] : fields) {
        line.add_some(key, find_field(message, tag).value_or(""));
    }
    return line.text();
}

} // namespace

void Desk::take(SessionIndex session, const FIX::Message& message, Timestamp received) {
    last_message_ = std::chrono::steady_clock::now();
    const auto& settings = settings_.sessions[session.index];
    if (ledger_.wanted()) ledger_.write(ledger_request(message, settings.name, received));
    const auto type = message.getHeader().getField(FIX::FIELD::MsgType);
    const bool broker = settings.kind == SessionKind::broker;
    if (type == "V" && settings.kind != SessionKind::drop_copy) {
        return market_data_->request(session, message);
    }
    if (type == "j" || type == "3") return; // the peer did not like something: nothing to answer
    if (!broker) throw FIX::UnsupportedMessageType();
    if (type == "D") return take_new(session, message);
    if (type == "G") return take_replace(session, message);
    if (type == "F") return take_cancel(session, message);
    if (type == "H") return take_status(session, message);
    if (type == "BB") return take_inquiry(session, message);
    if (type == "AF" || type == "AN") return take_mass_question(session, message);
    throw FIX::UnsupportedMessageType();
}

void Desk::take_new(SessionIndex session, const FIX::Message& message) {
    const auto read = read_new_order(message, session, settings_);
    at_venue([&](Venue& venue, Timestamp now, auto& out) {
        if (const auto* request = std::get_if<NewRequest>(&read)) {
            venue.submit(*request, now, out);
        } else {
            const auto& bad = std::get<Unreadable>(read);
            venue.refuse(bad.order, bad.reason, bad.text, now, out);
        }
    });
}

void Desk::take_replace(SessionIndex session, const FIX::Message& message) {
    const auto names = read_cancel(message, session);
    const auto* order = venue_->find(names.client, names.orig_cl_ord_id);
    const bool listed = order != nullptr && order->instrument.has_value();
    Result<ReplaceRequest> request =
        ReplaceRequest{names.client, names.cl_ord_id, names.orig_cl_ord_id, {}, Quantity(1)};
    if (listed) {
        request = read_replace(message, session, *order, venue_->contract(*order->instrument));
    }
    at_venue([&](Venue& venue, Timestamp now, auto& out) {
        if (request) {
            venue.replace(*request, now, out);
        } else {
            venue.refuse_replace(names, request.error().what, now, out);
        }
    });
}

void Desk::take_cancel(SessionIndex session, const FIX::Message& message) {
    const auto request = read_cancel(message, session);
    at_venue([&](Venue& venue, Timestamp now, auto& out) { venue.cancel(request, now, out); });
}

void Desk::take_status(SessionIndex session, const FIX::Message& message) {
    const auto id = need_field(message, FIX::FIELD::ClOrdID);
    if (!ClOrdId::fits(id)) throw FIX::IncorrectTagValue(FIX::FIELD::ClOrdID);
    at_venue([&](Venue& venue, Timestamp now, auto& out) {
        venue.status(ClientId{session.index}, ClOrdId(id), now, out);
    });
}

// 35=AF for all orders, 35=AN for all positions of one account, as the session's settings have it
// answered.
void Desk::take_mass_question(SessionIndex session, const FIX::Message& message) {
    const auto& settings = settings_.sessions[session.index];
    const auto type = message.getHeader().getField(FIX::FIELD::MsgType);
    const bool orders = type == "AF";
    const auto request_id =
        need_field(message, orders ? FIX::FIELD::MassStatusReqID : FIX::FIELD::PosReqID);
    const auto kind =
        need_field(message, orders ? FIX::FIELD::MassStatusReqType : FIX::FIELD::PosReqType);
    const auto name = need_field(message, FIX::FIELD::Account);
    const auto account = settings_.find_account(name);
    const auto seq_num = message.getHeader().getField(FIX::FIELD::MsgSeqNum);
    constexpr int other = 0, unknown_id = 1, unsupported = 3;
    if (settings.mass_questions == MassQuestions::ignored) return;
    if (settings.mass_questions == MassQuestions::refused) {
        return send(session, business_reject(type, seq_num, request_id, unsupported,
                                             "this broker does not answer such questions"));
    }
    if (kind != (orders ? "7" : "0")) {
        return send(session, business_reject(type, seq_num, request_id, other,
                                             "only all of an account is told"));
    }
    if (!account || settings_.accounts[account->index].session != session) {
        return send(session, business_reject(type, seq_num, request_id, unknown_id,
                                             "account " + name + " is not traded on this session"));
    }
    const auto answer = [this, session, type, request_id, account = *account] {
        answer_mass_question(session, type, account, request_id);
    };
    if (settings.mass_question_delay == Duration()) return answer();
    later(settings.mass_question_delay, answer);
}

void Desk::answer_mass_question(SessionIndex session, const std::string& type, AccountIndex account,
                                const std::string& request_id) {
    const auto& settings = settings_.sessions[session.index];
    const bool half = settings.mass_questions == MassQuestions::incomplete;
    if (type == "AN") return tell_positions(session, account, request_id, half);
    at_venue([&](Venue& venue, Timestamp now, auto& out) {
        venue.mass_status(ClientId{session.index}, account, request_id, half, now, out);
    });
}

void Desk::tell_positions(SessionIndex session, AccountIndex account, const std::string& request_id,
                          bool half) {
    const auto& book = venue_->account(account);
    std::vector<InstrumentId> held;
    for (std::uint32_t i = 0; i < settings_.instruments.size(); ++i) {
        if (!book.position(InstrumentId{i}).is_flat()) held.push_back(InstrumentId{i});
    }
    PositionAnswer answer{"P" + id_prefix_ + std::to_string(next_position_report_++), request_id,
                          book.name(), held.size()};
    send(session, positions_ack(answer));
    for (std::size_t i = 0; i < held.size(); ++i) {
        if (half && i % 2 == 1) continue;
        const auto& instrument = settings_.instruments[held[i].index];
        answer.report_id = "P" + id_prefix_ + std::to_string(next_position_report_++);
        send(session, position_report(answer, instrument.contract, book.position(held[i]),
                                      venue_->reference(held[i]).value_or(instrument.start_price),
                                      wall_clock_now()));
    }
}

void Desk::take_inquiry(SessionIndex session, const FIX::Message& message) {
    constexpr int tag_inquiry_id = 909;
    const auto inquiry = find_field(message, tag_inquiry_id).value_or("");
    const auto name = find_field(message, FIX::FIELD::Account);
    bool any = false;
    for (std::uint32_t i = 0; i < settings_.accounts.size(); ++i) {
        const auto& account = settings_.accounts[i];
        if (account.session != session || (name && account.name != *name)) continue;
        report_cash(session, AccountIndex{i}, inquiry);
        any = true;
    }
    if (any) return;
    constexpr int unknown_id = 1;
    send(session,
         business_reject("BB", message.getHeader().getField(FIX::FIELD::MsgSeqNum), inquiry,
                         unknown_id,
                         "account " + name.value_or("") + " is not traded on this session"));
}

} // namespace lockstep::sim
