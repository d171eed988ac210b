#include "whatif/what_if.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {

namespace {

constexpr int steps_max = 1'000'000; // that one event of the record may cause

bool has_happened_otherwise(const EventBody& body) {
    return std::holds_alternative<FollowerExecution>(body) ||
           std::holds_alternative<OrderNotSent>(body) ||
           std::holds_alternative<MassStatusEnded>(body) ||
           std::holds_alternative<FollowerPosition>(body) ||
           std::holds_alternative<PositionsAnswered>(body);
}

// A fill that was delivered again tells of a price that has passed.
bool is_trade(const LeaderExecution& it) {
    return it.execution.kind == ExecKind::fill && !it.execution.last_qty.is_zero() &&
           !it.execution.poss_dup && !it.execution.poss_resend;
}

Result<void> check_instruments(const Settings& recorded, const Settings& other) {
    for (const Instrument& ours : other.router.instruments) {
        const auto found = find_instrument(recorded.router.instruments, ours.symbol);
        if (!found) continue;
        const Instrument& theirs = recorded.router.instruments[found->index];
        const auto differs = [&](const char* what, const std::string& was, const std::string& is) {
            return failure("the record's " + ours.symbol + " has another " + what + " (" + was +
                           ") than the other settings (" + is +
                           "): its prices do not mean the same");
        };
        if (Ratio(ours.tick_size) != Ratio(theirs.tick_size)) {
            return differs("TickSize", theirs.tick_size.str(), ours.tick_size.str());
        }
        if (ours.tick_value != theirs.tick_value) {
            return differs("TickValue", theirs.tick_value.str(), ours.tick_value.str());
        }
        if (ours.currency != theirs.currency) {
            return differs("Currency", theirs.currency, ours.currency);
        }
    }
    return {};
}

} // namespace

WhatIfDay::WhatIfDay(const Settings& settings, const std::set<std::string>& recorded_sessions)
    : router_(settings.router), broker_(router_.config()), count_(settings.router) {
    for (std::uint32_t i = 0; i < settings.sessions.size(); ++i) {
        if (!recorded_sessions.contains(settings.sessions[i].id())) always_up_.push_back({i});
    }
}

Result<void> WhatIfDay::feed(const Event& event) {
    if (auto fired = fire_timers(event.time); !fired) return fired;
    now_ = std::max(now_, event.time);
    if (!is_known(router_.config(), event.body) || has_happened_otherwise(event.body)) return {};
    const auto* mark = std::get_if<MarkChanged>(&event.body);
    const auto* leader = std::get_if<LeaderExecution>(&event.body);
    if (mark != nullptr) broker_.mark(*mark);
    if (leader != nullptr && is_trade(*leader)) broker_.traded(*leader);
    if (auto done = step(event.body); !done) return done;
    if (std::holds_alternative<Started>(event.body)) {
        for (const SessionIndex session : always_up_) {
            if (auto done = step(SessionChanged{session, true}); !done) return done;
        }
    }
    broker_.reached(now_, answers_);
    return settle();
}

// The machine's own deadlines: with other settings they are not those of the record.
Result<void> WhatIfDay::fire_timers(Timestamp until) {
    for (int i = 0; i < steps_max; ++i) {
        const auto deadline = router_.next_deadline();
        const bool due = deadline && *deadline < until && *deadline > now_;
        if (!due) return {};
        now_ = *deadline;
        if (auto done = step(TimerFired{}); !done) return done;
    }
    return failure("the machine does not come to rest before " + std::to_string(until.ns));
}

Result<void> WhatIfDay::step(EventBody body) {
    answers_.push_back(std::move(body));
    return settle();
}

Result<void> WhatIfDay::settle() {
    for (int i = 0; i < steps_max; ++i) {
        if (answers_.empty()) return {};
        const Event event{++sequence_, now_, std::move(answers_.front())};
        answers_.pop_front();
        commands_.clear();
        router_.step(event, commands_);
        count_.saw(event, commands_, router_);
        for (const Command& command : commands_) broker_.answer(command, now_, answers_);
    }
    return failure("the orders of the what-if do not come to rest");
}

Result<Comparison> compare(const std::filesystem::path& directory, const Settings& recorded,
                           const Settings& other) {
    if (auto same = check_instruments(recorded, other); !same) {
        return std::unexpected(same.error());
    }
    Comparison comparison;
    Names names = names_of(recorded);
    Fold fold(recorded.router);
    DayCount count(recorded.router);
    std::set<std::string> sessions;
    const auto on_record = [&](const Event& event) {
        if (!comparison.first) comparison.first = event.time;
        comparison.last = event.time;
        if (const auto* it = std::get_if<SessionChanged>(&event.body)) {
            sessions.emplace(names.session(it->session));
        }
        const auto& commands = fold.step(event);
        if (is_known(recorded.router, event.body)) count.saw(event, commands, fold.router());
    };
    const auto torn = visit_journal(directory, names, {.on_event = on_record, .on_hash = {}});
    if (!torn) return std::unexpected(torn.error());
    comparison.torn = *torn;
    comparison.events = fold.events();

    Names other_names = names_of(other);
    WhatIfDay day(other, sessions);
    Result<void> fed;
    const auto on_what_if = [&](const Event& event) {
        if (fed && event.sequence <= comparison.events) fed = day.feed(event);
    };
    const auto again =
        visit_journal(directory, other_names, {.on_event = on_what_if, .on_hash = {}});
    if (!again) return std::unexpected(again.error());
    if (!fed) return std::unexpected(fed.error());

    for (std::uint32_t i = 0; i < recorded.router.followers.size(); ++i) {
        const std::string& account = recorded.router.followers[i].account;
        AccountComparison row{account, count.outcome(FollowerId{i}, fold.router()), std::nullopt};
        const auto id = names_of(other).find_follower(account);
        if (id) row.what_if = day.outcome(*id);
        comparison.accounts.push_back(std::move(row));
    }
    const Names recorded_names = names_of(recorded);
    for (std::uint32_t i = 0; i < other.router.followers.size(); ++i) {
        const std::string& account = other.router.followers[i].account;
        if (recorded_names.find_follower(account)) continue;
        comparison.accounts.push_back({account, std::nullopt, day.outcome(FollowerId{i})});
    }
    return comparison;
}

} // namespace lockstep
