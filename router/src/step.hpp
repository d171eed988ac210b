// What one event's step carries through the machine: the time, and where commands go.
#pragma once

#include "risk/gate.hpp"
#include "router/leader_book.hpp"
#include "router/router.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {

// One leader: its book, and whether it is heard.
struct Leader {
    LeaderBook book;
    bool session_up = false;
    std::optional<Money> balance;
    Timestamp last_event;

    static void fields(auto& self, auto& archive) {
        archive(self.book, self.session_up, self.balance, self.last_event);
    }
};

struct Step {
    Timestamp now;
    std::uint64_t sequence = 0;
    const RouterConfig& config;
    const RiskGate& gate;
    const std::vector<Leader>& leaders;
    std::vector<MessageBudget>& budgets; // by SessionIndex
    std::vector<Command>& out;
    const std::function<void()>& decided; // to be called when one account's commands are complete
    bool copies_fill = false;             // of the leader: what is sold now is a plain copy of it

    void notice(Severity severity, Reason reason, FollowerId follower, InstrumentId instrument,
                std::string text) {
        out.push_back(
            Notice{severity, reason, std::nullopt, follower, instrument, std::move(text)});
    }
    void notice(Severity severity, Reason reason, FollowerId follower, std::string text) {
        out.push_back(
            Notice{severity, reason, std::nullopt, follower, std::nullopt, std::move(text)});
    }
    const std::string& symbol(InstrumentId id) const { return config.instruments[id.index].symbol; }
    std::string price(InstrumentId id, Price value) const {
        return format_price(config.instruments[id.index], value);
    }
};

inline std::string lots(Quantity quantity) { return std::to_string(quantity.lots); }
inline std::string lots(Position position) { return std::to_string(position.net); }

} // namespace lockstep
