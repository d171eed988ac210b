// How many messages a broker's session still takes: a token bucket of one second's worth, of which
// the last 30 % is kept for cancels and exits. It delays, it never refuses.
#pragma once

#include "proto/values.hpp"
#include "risk/limits.hpp"

#include <cstdint>

namespace lockstep {

enum class MessageClass : std::uint8_t { entry, exit_or_cancel };

class MessageBudget {
  public:
    explicit MessageBudget(SessionLimits limits);

    // Takes one message if there is room for its class now.
    bool take(MessageClass message_class, Timestamp now);
    // When `take` will next succeed for this class, if nothing else is taken.
    Timestamp ready_at(MessageClass message_class, Timestamp now);
    std::int64_t messages_per_second() const { return rate_; } // 0: no limit

    static void fields(auto& self, auto& archive) { archive(self.credit_, self.refilled_at_); }

  private:
    void refill(Timestamp now);
    std::int64_t needed(MessageClass message_class) const;

    std::int64_t rate_;       // messages per second, 0 = no limit
    std::int64_t credit_ = 0; // in billionths of a message: one message is 1e9
    Timestamp refilled_at_;
};

} // namespace lockstep
