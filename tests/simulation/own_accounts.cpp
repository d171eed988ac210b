#include "simulation/own_accounts.hpp"

#include <algorithm>

namespace lockstep::simulation {

std::string exec_id_of(const ExecKey& key) {
    const std::string text = key.str();
    return text.substr(text.rfind('/') + 1);
}

OwnAccounts::OwnAccounts(const RouterConfig& config, const Ledger& ledger)
    : config_(config), ledger_(ledger), reached_(config.followers.size()) {
    for (const FollowerConfig& follower : config.followers) {
        accounts_.emplace_back(config.instruments, follower);
    }
}

void OwnAccounts::hear(const Event& event, const std::vector<Command>& answers) {
    trouble_.clear();
    const std::int64_t now_ns = event.time.ns;
    if (const auto* said = std::get_if<FollowerExecution>(&event.body)) {
        if (said->execution.kind == ExecKind::fill) {
            hear_fill(said->follower, said->execution, now_ns);
        }
    } else if (const auto* mark = std::get_if<MarkChanged>(&event.body)) {
        if (!was_said(*mark)) {
            trouble_ = "a mark that nobody told of: " + std::to_string(mark->price.ticks);
        }
        hear_price(*mark, now_ns);
    } else if (const auto* session = std::get_if<SessionChanged>(&event.body)) {
        if (session->up) up_.insert(session->session.index);
        if (!session->up) up_.erase(session->session.index);
    } else if (std::holds_alternative<Started>(event.body)) {
        up_.clear();
    } else if (const auto* roll = std::get_if<DayRolled>(&event.body)) {
        accounts_[roll->follower.index].roll_day();
    } else if (const auto* command = std::get_if<OperatorCommand>(&event.body)) {
        hear_operator(*command);
    }
    for (std::size_t i = 0; i < accounts_.size(); ++i) reached_[i] = accounts_[i].look();
    for (const Command& command : answers) {
        if (const auto* notice = std::get_if<Notice>(&command)) hear_notice(*notice);
    }
}

// An account goes by its own session, and by the others until that has spoken or while it is down.
void OwnAccounts::hear_price(const MarkChanged& mark, std::int64_t now_ns) {
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
        const std::uint32_t own = config_.followers[i].session.index;
        const auto key = std::pair(i, mark.instrument.index);
        const bool from_own = mark.session.index == own;
        if (!from_own && up_.contains(own) && goes_by_own_.contains(key)) continue;
        if (from_own) goes_by_own_.insert(key);
        if (!from_own) goes_by_own_.erase(key);
        accounts_[i].see_price(mark.instrument, mark.price.ticks, now_ns);
    }
}

bool OwnAccounts::was_said(const MarkChanged& mark) const {
    const auto prices = ledger_.prices_said.find(config_.instruments[mark.instrument.index].symbol);
    return prices != ledger_.prices_said.end() && prices->second.contains(mark.price.ticks);
}

// Each execution once, with the price and the size that its broker gave it.
void OwnAccounts::hear_fill(FollowerId follower, const ExecutionEvent& execution,
                            std::int64_t now_ns) {
    const std::string exec_id = exec_id_of(execution.exec_key);
    if (!counted_.insert(exec_id).second) return;
    const auto fill = ledger_.fills.find(exec_id);
    if (fill == ledger_.fills.end()) {
        trouble_ = "a fill that no broker made: " + exec_id;
        return;
    }
    const auto instrument =
        std::ranges::find(config_.instruments, fill->second.symbol, &Instrument::symbol);
    const InstrumentId id{static_cast<std::uint32_t>(instrument - config_.instruments.begin())};
    accounts_[follower.index].fill(id, fill->second.lots, fill->second.price, now_ns);
}

void OwnAccounts::hear_operator(const OperatorCommand& command) {
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
        const bool is_meant = !command.follower || command.follower->index == i;
        if (is_meant && command.action == OperatorAction::resume) accounts_[i].resume();
    }
}

// What trips while the account is stopped already adds nothing to what holds it, but for one that
// its day alone holds: when the day rolls, that stays.
void OwnAccounts::hear_notice(const Notice& notice) {
    const bool stops = notice.severity == Severity::alarm &&
                       (notice.reason == Reason::reject_breaker || notice.reason == Reason::drift);
    if (!stops || !notice.follower) return;
    OwnAccount& account = accounts_[notice.follower->index];
    if (!account.is_stopped() || account.is_held_for_the_day()) account.stop(notice.reason);
}

} // namespace lockstep::simulation
