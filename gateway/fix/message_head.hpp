// What stands before and behind a message's body: tags 8, 9, 35, 34, 49, 52 and 56 in the order in
// which QuickFIX writes them, and 10. For one session; its names are put together once.
#pragma once

#include "fix/fix44_time.hpp"
#include "fix/summed_text.hpp"

#include <string>
#include <string_view>

namespace lockstep {

class MessageHead {
  public:
    // `decimals` is TimestampPrecision.
    MessageHead(std::string_view begin_string, std::string_view sender_comp_id,
                std::string_view target_comp_id, int decimals);

    // The whole message; good until the next call. `sending_time` is tag 52.
    const std::string& complete(std::string_view msg_type, int msg_seq_num, Timestamp sending_time,
                                const SummedText& body);

    void bring_near() const {
        prefetch(this, sizeof(*this));
        begin_.bring_near();
        sender_.bring_near();
        target_.bring_near();
        prefetch(text_.text().data(), text_.size());
    }

  private:
    SummedPiece begin_;  // 8, up to the value of 9
    SummedPiece sender_; // 49, up to the value of 52
    SummedPiece target_; // 56
    fix44::UtcTimeText time_;
    SummedText text_;
};

} // namespace lockstep
