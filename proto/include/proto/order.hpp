// The words of an order: how it may trade, for how long, and who it is.
#pragma once

#include "proto/instrument.hpp"
#include "proto/text.hpp"
#include "proto/values.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace lockstep {

enum class OrderType : std::uint8_t { market, limit, stop, stop_limit };        // tag 40: 1 2 3 4
enum class TimeInForce : std::uint8_t { day, good_till_cancel, ioc, fok, gtd }; // tag 59: 0 1 3 4 6
constexpr OrderType last_of(OrderType) { return OrderType::stop_limit; }
constexpr TimeInForce last_of(TimeInForce) { return TimeInForce::gtd; }

using OrderKey = Text<64>; // names one order of the leader's venue, over its replaces (tag 37)
using ExecKey = Text<80>;  // names one execution (tag 17 with what makes it unique; fix.md)
using ClOrdId = Text<36>;  // tag 11

// Index of an account in the settings: leaders and followers have their own tables.
struct LeaderId {
    std::uint32_t index = 0;
    friend constexpr auto operator<=>(LeaderId, LeaderId) = default;
};
struct FollowerId {
    std::uint32_t index = 0;
    friend constexpr auto operator<=>(FollowerId, FollowerId) = default;
};
// Index of a FIX session in the settings.
struct SessionIndex {
    std::uint32_t index = 0;
    friend constexpr auto operator<=>(SessionIndex, SessionIndex) = default;
};

// What an order asks of the market. `price` is there for limit and stop_limit, `stop_price` for
// stop and stop_limit (tags 44, 99).
struct OrderTerms {
    Side side = Side::buy;
    OrderType type = OrderType::market;
    TimeInForce time_in_force = TimeInForce::day;
    std::optional<Price> price;
    std::optional<Price> stop_price;
    bool operator==(const OrderTerms&) const = default;
    static void fields(auto& self, auto& archive) {
        archive(self.side, self.type, self.time_in_force, self.price, self.stop_price);
    }
};

// Whether an order with these terms may stay in the book.
constexpr bool can_rest(const OrderTerms& terms) {
    return terms.type != OrderType::market && terms.time_in_force != TimeInForce::ioc &&
           terms.time_in_force != TimeInForce::fok;
}

std::string_view name(Side side);
std::string_view name(OrderType type);
std::string_view name(TimeInForce time_in_force);

} // namespace lockstep
