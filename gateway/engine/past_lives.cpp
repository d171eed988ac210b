#include "engine/past_lives.hpp"

namespace lockstep {

void LeftBehind::saw(const EventBody& body, const Names& names) {
    const auto* it = std::get_if<FollowerExecution>(&body);
    if (it == nullptr || it->execution.kind != ExecKind::fill) return;
    if (!seen_.emplace(it->execution.exec_key, true).second) return;
    Position& held = held_[{std::string(names.follower(it->follower)),
                            names.instrument(it->execution.instrument).symbol}];
    held = held + signed_quantity(it->execution.terms.side, it->execution.last_qty);
}

void LeftBehind::tell(std::vector<std::string>& open) const {
    for (const auto& [what, held] : held_) {
        if (held.is_flat()) continue;
        open.push_back(what.first + " (not as in the settings) holds " + std::to_string(held.net) +
                       " " + what.second);
    }
}

void PastLives::saw(const EventBody& body) {
    if (const auto* started = std::get_if<Started>(&body)) {
        any = true;
        newest = *started;
        ended_clean = did_business = false;
    } else if (std::holds_alternative<Stopped>(body)) {
        ended_clean = true;
    } else if (std::holds_alternative<LeaderExecution>(body) ||
               std::holds_alternative<FollowerExecution>(body) ||
               std::holds_alternative<OperatorCommand>(body)) {
        did_business = true;
    }
}

} // namespace lockstep
