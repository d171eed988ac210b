#include "chaos/tape.hpp"

#include <chrono>
#include <fstream>
#include <optional>

namespace lockstep::chaos {

namespace {

std::int64_t number(const std::string& text) { return text.empty() ? 0 : std::stoll(text); }

char letter(const std::string& text) { return text.empty() ? '\0' : text.front(); }

// 20260105-13:30:00.123456, as tag 60 has it, in nanoseconds since 1970; 0 for anything else.
std::int64_t utc_ns(const std::string& text) {
    if (text.size() < 17) return 0;
    const auto part = [&](std::size_t at, std::size_t length) {
        return static_cast<int>(number(text.substr(at, length)));
    };
    using namespace std::chrono;
    const sys_days day = year(part(0, 4)) / part(4, 2) / part(6, 2);
    const auto second = day + hours(part(9, 2)) + minutes(part(12, 2)) + seconds(part(15, 2));
    std::string nanos = text.size() > 18 ? text.substr(18) : "";
    nanos.resize(9, '0');
    return nanoseconds(second.time_since_epoch()).count() + number(nanos);
}

std::string content_of(const e2e::LedgerRow& row) {
    std::string content;
    for (const char* key : {"msgtype", "account", "orig", "order", "symbol", "side", "qty",
                            "ordtype", "tif", "price", "stop"}) {
        content += std::string(key) + "=" + row[key] + " ";
    }
    return content;
}

std::optional<Fact::Kind> kind_of(const std::string& word) {
    if (word == "request") return Fact::Kind::request;
    if (word == "report") return Fact::Kind::report;
    if (word == "sent") return Fact::Kind::sent;
    return std::nullopt;
}

} // namespace

bool Tape::read_on() {
    std::ifstream stream(file_, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(at_));
    std::string more(std::istreambuf_iterator<char>(stream), {});
    at_ += more.size();
    rest_ += more;
    std::size_t begin = 0;
    for (std::size_t end = rest_.find('\n'); end != std::string::npos;
         begin = end + 1, end = rest_.find('\n', begin)) {
        take(e2e::ledger_row(rest_.substr(begin, end - begin)));
    }
    rest_.erase(0, begin);
    return !more.empty();
}

void Tape::take(const e2e::LedgerRow& row) {
    const auto kind = kind_of(row.kind);
    if (!kind) return;
    Fact fact;
    fact.kind = *kind;
    fact.time_ns = row.time_ns;
    fact.session = row["session"];
    fact.account = row["account"];
    fact.cl_ord_id = row["clordid"];
    fact.orig = row["orig"];
    fact.exec = row["exec"];
    fact.order = row["order"];
    fact.symbol = row["symbol"];
    fact.quantity = number(row["qty"]);
    if (*kind == Fact::Kind::report) {
        fact.type = letter(row["type"]);
        fact.status = letter(row["status"]);
        fact.buys = row["side"] == "buy";
        fact.last = number(row["lastqty"]);
        fact.leaves = number(row["leaves"]);
        fact.reason = row["reason"];
    } else {
        fact.type = letter(row["msgtype"]);
        fact.buys = row["side"] == "1"; // as the client wrote it
        if (*kind == Fact::Kind::request) {
            fact.content = content_of(row);
            fact.asked_ns = utc_ns(row["sent"]);
        }
    }
    if (fact.fills()) {
        positions_[{fact.account, fact.symbol}] += fact.buys ? fact.last : -fact.last;
    }
    if (fact.kind == Fact::Kind::report && fact.type != 'I') {
        auto& leaves = leaves_[fact.account];
        if (fact.ends()) {
            leaves.erase(fact.order);
        } else {
            leaves[fact.order] = fact.leaves;
        }
    }
    facts_.push_back(std::move(fact));
}

std::int64_t Tape::position(const std::string& account, const std::string& symbol) const {
    const auto found = positions_.find({account, symbol});
    return found == positions_.end() ? 0 : found->second;
}

std::int64_t Tape::working(const std::string& account) const {
    const auto found = leaves_.find(account);
    std::int64_t total = 0;
    if (found == leaves_.end()) return total;
    for (const auto& [order, lots] : found->second) total += lots;
    return total;
}

} // namespace lockstep::chaos
