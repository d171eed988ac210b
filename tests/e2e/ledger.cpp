#include "e2e/ledger.hpp"

#include <sstream>

namespace lockstep::e2e {

namespace {

// Takes `key=value` or `key="value"` off the front of `text`.
std::pair<std::string, std::string> take_pair(std::string_view& text) {
    const std::size_t equals = text.find('=');
    std::pair<std::string, std::string> pair{text.substr(0, equals), ""};
    text.remove_prefix(equals == std::string_view::npos ? text.size() : equals + 1);
    const bool quoted = text.starts_with('"');
    std::size_t at = quoted ? 1 : 0;
    for (; at < text.size() && text[at] != (quoted ? '"' : ' '); ++at) {
        if (quoted && text[at] == '\\') ++at;
        if (at < text.size()) pair.second += text[at];
    }
    if (quoted) ++at;
    text.remove_prefix(std::min(at, text.size()));
    if (text.starts_with(' ')) text.remove_prefix(1);
    return pair;
}

std::int64_t number(const std::string& text) { return text.empty() ? 0 : std::stoll(text); }

} // namespace

LedgerRow ledger_row(const std::string& line) {
    LedgerRow row;
    std::istringstream stream(line);
    stream >> row.time_ns >> row.kind >> std::ws;
    std::string rest;
    std::getline(stream, rest);
    for (std::string_view left = rest; !left.empty();) row.values.insert(take_pair(left));
    return row;
}

std::string LedgerRow::operator[](const std::string& key) const {
    const auto found = values.find(key);
    return found == values.end() ? "" : found->second;
}

Ledger::Ledger(std::string_view text) {
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        if (!lines.eof()) rows_.push_back(ledger_row(line)); // the last one may be half written
    }
}

std::int64_t Ledger::position(const std::string& account, const std::string& symbol) const {
    std::int64_t held = 0;
    for (const LedgerRow& row : rows_) {
        const bool is_fill = row.kind == "report" && row["type"] == "F";
        if (!is_fill || row["account"] != account || row["symbol"] != symbol) continue;
        held += row["side"] == "buy" ? number(row["lastqty"]) : -number(row["lastqty"]);
    }
    return held;
}

std::int64_t Ledger::working(const std::string& account) const {
    std::map<std::string, std::int64_t> leaves;
    for (const LedgerRow& row : rows_) {
        if (row.kind != "report" || row["account"] != account || row["type"] == "I") continue;
        const bool ended = std::string_view("248C").contains(row["status"]);
        leaves[row["order"]] = ended ? 0 : number(row["leaves"]);
    }
    std::int64_t total = 0;
    for (const auto& [order, lots] : leaves) total += lots;
    return total;
}

std::vector<LedgerRow> Ledger::requests(const std::string& account, const std::string& type) const {
    std::vector<LedgerRow> found;
    for (const LedgerRow& row : rows_) {
        if (row.kind != "request" || row["account"] != account) continue;
        const std::string sent = row["msgtype"];
        const bool is_order = sent == "D" || sent == "G" || sent == "F";
        if (type.empty() ? is_order : sent == type) found.push_back(row);
    }
    return found;
}

} // namespace lockstep::e2e
