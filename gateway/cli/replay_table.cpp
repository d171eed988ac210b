#include "cli/replay_table.hpp"

#include "codec/utc_text.hpp"
#include "engine/picture.hpp"
#include "fix/fix44_fields.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace lockstep {

namespace {

constexpr std::size_t text_bytes_max = 120;
constexpr std::size_t breaches_shown_max = 3;

std::string shown(const std::string& text) { return fix44::printable(text, text_bytes_max); }

// "2 ES, -1 NQ", or "flat".
std::string positions(const std::map<InstrumentId, Position>& held, const RouterConfig& config) {
    std::string text;
    for (const auto& [instrument, position] : held) {
        text += (text.empty() ? "" : ", ") + std::to_string(position.net) + " " +
                shown(config.instruments[instrument.index].symbol);
    }
    return text.empty() ? "flat" : text;
}

std::string requests(const AccountOutcome& it) {
    return std::to_string(it.orders) + "+" + std::to_string(it.changes) + "+" +
           std::to_string(it.cancels);
}

std::string breaches(const AccountOutcome& it) {
    return it.breaches.empty() ? "none" : std::string(name(it.breaches.front().reason));
}

std::string refused(const AccountOutcome& it) {
    std::uint64_t sum = 0;
    for (const auto& [reason, count] : it.no_orders) sum += count;
    return std::to_string(sum);
}

constexpr std::size_t columns = 14;
using Row = std::array<std::string, columns>;
constexpr std::array<bool, columns> is_right{false, true,  true, true, true, false, false,
                                             false, false, true, true, true, false, false};

Row row_of(const AccountComparison& it, const RouterConfig& recorded, const RouterConfig& other) {
    Row row;
    row.fill("-");
    row[0] = shown(it.account);
    const auto put = [&](const AccountOutcome& outcome, const RouterConfig& config,
                         std::size_t at) {
        row[1 + at] = requests(outcome);
        row[3 + at] = std::to_string(outcome.contracts);
        row[5 + at] = positions(outcome.most, config);
        row[7 + at] = positions(outcome.held, config);
        row[9 + at] = outcome.result.str();
        row[12 + at] = breaches(outcome);
    };
    if (it.recorded) put(*it.recorded, recorded, 0);
    if (it.what_if) put(*it.what_if, other, 1);
    if (it.recorded && it.what_if) row[11] = (it.what_if->result - it.recorded->result).str();
    return row;
}

std::string table(const std::vector<Row>& rows) {
    std::array<std::size_t, columns> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < columns; ++i) {
            const std::string blanks(widths[i] - row[i].size(), ' ');
            line += (i > 0 ? "  " : "") + (is_right[i] ? blanks + row[i] : row[i] + blanks);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

// "12: stale 2, rounds-to-zero 10"
std::string reasons(const AccountOutcome& it) {
    std::string text;
    for (const auto& [reason, count] : it.no_orders) {
        text +=
            (text.empty() ? ": " : ", ") + std::string(name(reason)) + " " + std::to_string(count);
    }
    return refused(it) + text;
}

std::string breach_lines(const AccountOutcome& it, const char* side) {
    std::string text;
    for (std::size_t i = 0; i < std::min(it.breaches.size(), breaches_shown_max); ++i) {
        const BreachSeen& breach = it.breaches[i];
        text += "    " + std::string(side) + " at " + utc_text(breach.time) + ": " +
                shown(breach.text) + "\n";
    }
    return text;
}

const FollowerConfig* find(const RouterConfig& config, const std::string& account) {
    const auto found = std::ranges::find(config.followers, account, &FollowerConfig::account);
    return found == config.followers.end() ? nullptr : &*found;
}

std::string details(const AccountComparison& it, const RouterConfig& recorded,
                    const RouterConfig& other) {
    const FollowerConfig* was = find(recorded, it.account);
    const FollowerConfig* is = find(other, it.account);
    std::string text = shown(it.account) + "\n";
    if (was != nullptr) text += "    recorded  " + sizing_in_words(*was) + "\n";
    text += "    what-if   " +
            (is != nullptr ? sizing_in_words(*is) : "the other settings do not have it") + "\n";
    if (was == nullptr) text += "    the record does not have it\n";
    if (it.recorded) text += "    without an order, recorded " + reasons(*it.recorded) + "\n";
    if (it.what_if) text += "    without an order, what-if " + reasons(*it.what_if) + "\n";
    if (it.recorded) text += breach_lines(*it.recorded, "recorded");
    if (it.what_if) text += breach_lines(*it.what_if, "what-if");
    return text;
}

namespace json = boost::json;

json::object positions_json(const std::map<InstrumentId, Position>& held,
                            const RouterConfig& config) {
    json::object object;
    for (const auto& [instrument, position] : held) {
        object[config.instruments[instrument.index].symbol] = position.net;
    }
    return object;
}

json::value outcome_json(const std::optional<AccountOutcome>& it, const RouterConfig& config,
                         const std::string& account) {
    if (!it) return nullptr;
    json::object object;
    object["sizing"] = sizing_in_words(*find(config, account));
    object["orders"] = it->orders;
    object["changes"] = it->changes;
    object["cancels"] = it->cancels;
    object["contracts"] = it->contracts;
    object["most"] = positions_json(it->most, config);
    object["held"] = positions_json(it->held, config);
    object["result"] = it->result.str();
    json::array list;
    for (const BreachSeen& breach : it->breaches) {
        list.push_back({{"time", utc_text(breach.time)},
                        {"reason", name(breach.reason)},
                        {"text", shown(breach.text)}});
    }
    object["breaches"] = std::move(list);
    json::object counts;
    for (const auto& [reason, count] : it->no_orders) counts[name(reason)] = count;
    object["no_orders"] = std::move(counts);
    return object;
}

} // namespace

std::string replay_table(const Comparison& comparison, const RouterConfig& recorded,
                         const RouterConfig& other) {
    std::string text = std::to_string(comparison.events) + " events";
    if (comparison.first) {
        text += " from " + utc_text(*comparison.first) + " to " + utc_text(*comparison.last);
    }
    text += "\nthe broker of the what-if is a model: docs/what-if.md says what it leaves out\n\n";
    std::vector<Row> rows{{"ACCOUNT", "SENT", "", "TRADED", "", "MOST HELD", "", "HELD", "",
                           "RESULT", "", "", "BREACH", ""},
                          {"", "recorded", "what-if", "recorded", "what-if", "recorded", "what-if",
                           "recorded", "what-if", "recorded", "what-if", "change", "recorded",
                           "what-if"}};
    for (const AccountComparison& it : comparison.accounts) {
        rows.push_back(row_of(it, recorded, other));
    }
    text += table(rows) + "\nSENT is new orders + changes + cancels.\n\n";
    for (const AccountComparison& it : comparison.accounts) {
        text += details(it, recorded, other);
    }
    return text;
}

std::string replay_json(const Comparison& comparison, const RouterConfig& recorded,
                        const RouterConfig& other) {
    json::object object;
    object["events"] = comparison.events;
    if (comparison.first) {
        object["first"] = utc_text(*comparison.first);
        object["last"] = utc_text(*comparison.last);
    }
    json::array accounts;
    for (const AccountComparison& it : comparison.accounts) {
        accounts.push_back({{"account", shown(it.account)},
                            {"recorded", outcome_json(it.recorded, recorded, it.account)},
                            {"what_if", outcome_json(it.what_if, other, it.account)}});
    }
    object["accounts"] = std::move(accounts);
    return json::serialize(object) + "\n";
}

} // namespace lockstep
