#include "engine/business_reject.hpp"

#include "fix/fix44_fields.hpp"

namespace lockstep {

namespace tag = FIX::FIELD;

std::optional<FIX::Message> business_reject(const FIX::Message& refused,
                                            const fix44::Refusal& refusal) {
    const fix44::Fields header(refused.getHeader());
    const std::string_view msg_type = header.text(tag::MsgType);
    if (!refusal.malformed || msg_type == FIX::MsgType_BusinessMessageReject ||
        msg_type == FIX::MsgType_Reject) {
        return std::nullopt;
    }
    FIX::Message reject;
    reject.getHeader().setField(tag::MsgType, FIX::MsgType_BusinessMessageReject);
    reject.setField(tag::RefSeqNum, std::string(header.text(tag::MsgSeqNum)));
    reject.setField(tag::RefMsgType, std::string(msg_type));
    reject.setField(tag::BusinessRejectReason, "0"); // other; the text says what
    reject.setField(tag::Text, fix44::printable(refusal.what, fix44::text_size_max));
    return reject;
}

} // namespace lockstep
