#include "console/answers.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace lockstep {

namespace {

namespace json = boost::json;

// Text that came from elsewhere may be in any encoding; what is not ASCII is shown as "?".
json::string plain(std::string_view text) {
    json::string shown;
    for (const char c : text) shown.push_back(static_cast<unsigned char>(c) < 0x80 ? c : '?');
    return shown;
}

json::object to_json(const InstrumentOutcome& outcome) {
    return {{"instrument", plain(outcome.instrument)},
            {"held", outcome.held},
            {"target", outcome.target},
            {"working_entries", outcome.working_entries},
            {"working_exits", outcome.working_exits},
            {"unknown_orders", outcome.unknown_orders}};
}

json::object to_json(const OrderCount& count) {
    return {{"orders", count.orders}, {"contracts", count.contracts}};
}

json::object to_json(const OpenOrders& open) {
    return {{"cancelling", to_json(open.cancelling)},
            {"closing", to_json(open.closing)},
            {"working", to_json(open.working)},
            {"unknown", to_json(open.unknown)}};
}

bool is_flat(const AccountOutcome& outcome) {
    return std::ranges::all_of(outcome.instruments, [](const InstrumentOutcome& instrument) {
        return instrument.held == 0;
    });
}

// All accounts of the answer together.
json::object total_of(const std::vector<AccountOutcome>& accounts) {
    OpenOrders open;
    std::int64_t flat = 0;
    for (const AccountOutcome& account : accounts) {
        open.add(account.open);
        flat += is_flat(account) ? 1 : 0;
    }
    return {{"accounts", accounts.size()}, {"flat", flat}, {"orders", to_json(open)}};
}

json::object to_json(const AccountOutcome& outcome) {
    json::array instruments;
    for (const InstrumentOutcome& instrument : outcome.instruments) {
        instruments.push_back(to_json(instrument));
    }
    return {{"account", plain(outcome.account)},         {"mode", plain(outcome.mode)},
            {"mode_reason", plain(outcome.mode_reason)}, {"session_up", outcome.session_up},
            {"orders", to_json(outcome.open)},           {"instruments", std::move(instruments)}};
}

} // namespace

Answer error_answer(unsigned status, std::string_view why) {
    return {status, json::serialize(json::object{{"error", plain(why)}}), {}};
}

Answer outcome_answer(const ActionOutcome& outcome) {
    switch (outcome.kind) {
    case ActionOutcome::Kind::unknown_name: return error_answer(404, outcome.text);
    case ActionOutcome::Kind::refused: return error_answer(409, outcome.text);
    case ActionOutcome::Kind::unavailable: return error_answer(503, outcome.text);
    case ActionOutcome::Kind::done: break;
    }
    json::array accounts;
    for (const AccountOutcome& account : outcome.accounts) accounts.push_back(to_json(account));
    return {200,
            json::serialize(json::object{{"sequence", std::to_string(outcome.sequence)},
                                         {"orders_sent", outcome.orders_sent},
                                         {"total", total_of(outcome.accounts)},
                                         {"accounts", std::move(accounts)}}),
            {}};
}

} // namespace lockstep
