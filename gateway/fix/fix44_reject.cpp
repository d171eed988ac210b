// 35=j and 35=3: a message of ours that the peer would not take.
#include "fix/fix44_reading.hpp"

namespace lockstep::fix44 {

namespace {

namespace tag = FIX::FIELD;

// Why, in words, with what was refused in front: `35=j: no such account [380=1 unknown id]`.
std::string why(std::string_view msg_type, const Fields& body) {
    std::string text = "35=";
    text.append(msg_type).append(" ").append(reason_text(body));
    return text;
}

Decoded told(Severity severity, std::string_view msg_type, const Fields& body,
             std::string_view what) {
    std::string text = printable(why(msg_type, body), text_size_max);
    for (const int shown : {tag::RefMsgType, tag::RefSeqNum, tag::BusinessRejectRefID}) {
        if (!body.has(shown)) continue;
        text += ' ' + std::to_string(shown) + '=' + printable(body.text(shown), 36);
    }
    return ignored(severity, text + ": " + std::string(what));
}

// What was refused: by the id that the reject names, else by its number.
std::optional<SentOrder> find_refused(const Context& context, std::string_view cl_ord_id,
                                      std::optional<std::uint64_t> msg_seq_num) {
    if (context.sent == nullptr) return std::nullopt;
    if (!cl_ord_id.empty()) {
        if (auto sent = context.sent->by_id(cl_ord_id)) return sent;
    }
    return msg_seq_num ? context.sent->by_number(*msg_seq_num) : std::nullopt;
}

// What we send besides orders and their changes; empty is not known to be one.
bool is_question(std::string_view ref_msg_type) {
    return !ref_msg_type.empty() && ref_msg_type != "D" && ref_msg_type != "F" &&
           ref_msg_type != "G";
}

// An order that the session forgot still has its account when there is only one.
std::optional<SentOrder> guess_refused(const Context& context, const Fields& body,
                                       std::string_view ref_msg_type) {
    const auto follower = only_follower(context);
    SentOrder guess;
    guess.cl_ord_id = body.cl_ord_id(tag::BusinessRejectRefID);
    if (!follower || guess.cl_ord_id.empty()) return std::nullopt;
    if (ref_msg_type.empty() || is_question(ref_msg_type)) return std::nullopt;
    guess.follower = *follower;
    guess.msg_type = ref_msg_type.front();
    return guess;
}

// The type of what was sent, as tag 372 has it.
std::string_view type_text(const SentOrder& sent) {
    if (sent.msg_type == mass_status_type) return "AF";
    if (sent.msg_type == position_request_type) return "AN";
    return std::string_view(&sent.msg_type, 1);
}

// The end of a question that the machine waits for, after all orders or positions of an account;
// found by what was sent, else by the account in its id.
std::optional<EventBody> refused_question(const Context& context, const Fields& body,
                                          std::string_view ref_msg_type,
                                          const std::optional<SentOrder>& sent) {
    const std::string_view type = sent ? type_text(*sent) : ref_msg_type;
    const ClOrdId id = sent ? sent->cl_ord_id : body.cl_ord_id(tag::BusinessRejectRefID);
    const auto follower = sent ? sent->follower : follower_of_id(id.view(), context);
    if (!follower) return std::nullopt;
    if (type == "AF") return MassStatusEnded{*follower, id, true};
    if (type == "AN") return PositionsAnswered{*follower, id, 0, true};
    return std::nullopt;
}

Decoded decode_reject(const FIX::Message& message, const Context& context,
                      std::string_view msg_type) {
    Fields body(message);
    ExecutionEvent event;
    read_header(message, body, event);
    const auto ref_seq_num = body.number(tag::RefSeqNum);
    if (body.refusal()) return std::unexpected(*body.refusal());
    const std::string_view ref_msg_type = body.text(tag::RefMsgType);
    auto sent = find_refused(context, body.text(tag::BusinessRejectRefID), ref_seq_num);
    // A number that was used again after a reset may find another message than the peer means.
    if (sent && !ref_msg_type.empty() && ref_msg_type != type_text(*sent)) sent.reset();
    if (const auto refused = refused_question(context, body, ref_msg_type, sent)) {
        auto reading = told(Severity::warning, msg_type, body, "a question of ours was refused");
        reading->events.emplace_back(*refused);
        return reading;
    }
    if (!sent) sent = guess_refused(context, body, ref_msg_type);
    if (sent ? sent->msg_type == 'H' : is_question(ref_msg_type)) {
        return told(Severity::warning, msg_type, body, "a question of ours was refused");
    }
    if (!sent) {
        return told(Severity::alarm, msg_type, body, "names no order that is remembered");
    }
    event.kind = sent->msg_type == 'D' ? ExecKind::rejected : ExecKind::cancel_rejected;
    event.cl_ord_id = sent->cl_ord_id;
    event.orig_cl_ord_id = sent->orig_cl_ord_id;
    event.instrument = sent->instrument;
    event.terms.side = sent->side;
    event.text = why(msg_type, body);
    Reading reading;
    reading.events.push_back(execution_of(sent->follower, std::move(event)));
    return reading;
}

} // namespace

Decoded decode_business_reject(const FIX::Message& message, const Context& context) {
    return decode_reject(message, context, "j");
}

Decoded decode_session_reject(const FIX::Message& message, const Context& context) {
    return decode_reject(message, context, "3");
}

} // namespace lockstep::fix44
