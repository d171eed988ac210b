#include "fix/fix44_reading.hpp"

#include <algorithm>
#include <array>

namespace lockstep::fix44 {

namespace {

namespace tag = FIX::FIELD;

struct CodeName {
    int tag;
    std::string_view code;
    std::string_view name;
};

// Why an order, a cancel or a change by the venue went as it did.
constexpr std::array code_names{
    CodeName{tag::CxlRejReason, "0", "too late to cancel"},
    CodeName{tag::CxlRejReason, "1", "unknown order"},
    CodeName{tag::CxlRejReason, "2", "broker or exchange option"},
    CodeName{tag::CxlRejReason, "3", "already pending cancel or replace"},
    CodeName{tag::CxlRejReason, "6", "duplicate ClOrdID"},
    CodeName{tag::OrdRejReason, "0", "broker or exchange option"},
    CodeName{tag::OrdRejReason, "1", "unknown symbol"},
    CodeName{tag::OrdRejReason, "2", "exchange closed"},
    CodeName{tag::OrdRejReason, "3", "order exceeds limit"},
    CodeName{tag::OrdRejReason, "4", "too late to enter"},
    CodeName{tag::OrdRejReason, "5", "unknown order"},
    CodeName{tag::OrdRejReason, "6", "duplicate order"},
    CodeName{tag::OrdRejReason, "8", "stale order"},
    CodeName{tag::OrdRejReason, "11", "unsupported order characteristic"},
    CodeName{tag::OrdRejReason, "13", "incorrect quantity"},
    CodeName{tag::OrdRejReason, "15", "unknown account"},
    CodeName{tag::ExecRestatementReason, "1", "renewal of a good-till order"},
    CodeName{tag::ExecRestatementReason, "3", "repricing"},
    CodeName{tag::ExecRestatementReason, "4", "broker option"},
    CodeName{tag::ExecRestatementReason, "5", "partial decline"},
    CodeName{tag::ExecRestatementReason, "6", "cancel on trading halt"},
    CodeName{tag::ExecRestatementReason, "7", "cancel on system failure"},
    CodeName{tag::ExecRestatementReason, "8", "market option"},
    CodeName{tag::BusinessRejectReason, "1", "unknown id"},
    CodeName{tag::BusinessRejectReason, "2", "unknown security"},
    CodeName{tag::BusinessRejectReason, "3", "unsupported message type"},
    CodeName{tag::BusinessRejectReason, "4", "application not available"},
    CodeName{tag::BusinessRejectReason, "5", "required field missing"},
    CodeName{tag::BusinessRejectReason, "6", "not authorized"},
    CodeName{tag::SessionRejectReason, "1", "required tag missing"},
    CodeName{tag::SessionRejectReason, "4", "tag without a value"},
    CodeName{tag::SessionRejectReason, "5", "value is incorrect"},
    CodeName{tag::SessionRejectReason, "6", "incorrect data format"},
};

constexpr std::array reason_tags{tag::CxlRejReason,          tag::OrdRejReason,
                                 tag::ExecRestatementReason, tag::BusinessRejectReason,
                                 tag::SessionRejectReason,   tag::RefTagID};

} // namespace

void read_header(const FIX::Message& message, Fields& body, ExecutionEvent& event) {
    Fields header(message.getHeader());
    event.msg_seq_num = header.number(tag::MsgSeqNum).value_or(0);
    event.poss_dup = header.flag(tag::PossDupFlag);
    event.poss_resend = header.flag(tag::PossResend);
    auto time = body.time(tag::TransactTime);
    if (!time) time = header.time(tag::SendingTime);
    if (time)
        event.transact_time = *time;
    else
        header.refuse(refuse_missing(tag::SendingTime, "the message bears no time"));
    if (header.refusal()) body.refuse(*header.refusal());
}

std::string reason_text(const Fields& body) {
    std::string text(body.text(tag::Text).substr(0, text_size_max));
    std::string codes;
    for (const int reason : reason_tags) {
        const std::string_view code = body.text(reason);
        if (code.empty()) continue;
        if (!codes.empty()) codes += ' ';
        codes += std::to_string(reason) + '=' + printable(code, 8);
        const auto named = std::ranges::find_if(code_names, [&](const CodeName& name) {
            return name.tag == reason && name.code == code;
        });
        if (named != code_names.end()) codes.append(" ").append(named->name);
    }
    if (codes.empty()) return text;
    if (!text.empty()) text += ' ';
    return text + '[' + codes + ']';
}

EventBody execution_of(Owner owner, ExecutionEvent event) {
    if (const auto* leader = std::get_if<LeaderId>(&owner)) {
        return LeaderExecution{.leader = *leader, .execution = std::move(event)};
    }
    return FollowerExecution{.follower = std::get<FollowerId>(owner),
                             .execution = std::move(event)};
}

std::size_t group_size(const FIX::FieldMap& body, int count_tag, Fields& fields) {
    const std::size_t size = body.groupCount(count_tag);
    const auto stated = fields.number(count_tag);
    if (stated.value_or(0) != size) {
        fields.refuse(refuse(count_tag, fields.text(count_tag),
                             "the message holds " + std::to_string(size) + " entries"));
    }
    return size;
}

} // namespace lockstep::fix44
