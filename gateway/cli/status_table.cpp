#include "cli/status_table.hpp"

#include "fix/fix44_fields.hpp"

#include <algorithm>
#include <array>

namespace lockstep {

namespace {

namespace pb = status::v1;

constexpr std::size_t text_bytes_max = 120;

std::string shown(const std::string& text) { return fix44::printable(text, text_bytes_max); }

// "2 ES, -1 NQ" over the instruments, or `none` when all are zero.
template <class Number>
std::string by_instrument(const pb::Follower& follower, Number number, const std::string& none) {
    std::string text;
    for (const pb::FollowerInstrument& instrument : follower.instruments()) {
        if (number(instrument) == 0) continue;
        text += (text.empty() ? "" : ", ") + std::to_string(number(instrument)) + " " +
                shown(instrument.instrument());
    }
    return text.empty() ? none : text;
}

std::string held(const pb::Follower& follower) {
    return by_instrument(follower, [](const auto& it) { return it.held(); }, "flat");
}
std::string target(const pb::Follower& follower) {
    return by_instrument(follower, [](const auto& it) { return it.target(); }, "flat");
}
std::string drift(const pb::Follower& follower) {
    return by_instrument(follower, [](const auto& it) { return it.drift(); }, "0");
}

// Contracts that work: "2 in 1 out", "0".
std::string works(const pb::Follower& follower) {
    std::int64_t in = 0;
    std::int64_t out = 0;
    std::uint64_t unknown = 0;
    for (const pb::FollowerInstrument& instrument : follower.instruments()) {
        in += instrument.working_entries();
        out += instrument.working_exits();
        unknown += instrument.unknown_orders();
    }
    std::string text;
    if (in != 0) text = std::to_string(in) + " in";
    if (out != 0) text += (text.empty() ? "" : " ") + std::to_string(out) + " out";
    if (unknown != 0) text += (text.empty() ? "" : " ") + std::to_string(unknown) + " unknown";
    return text.empty() ? "0" : text;
}

// Why the account is not where the leader is, as far as one line can say it.
std::string why(const pb::Follower& follower) {
    if (!follower.mode_reason().empty()) {
        const std::string& text = follower.mode_text();
        return shown(follower.mode_reason() + (text.empty() ? "" : ": " + text));
    }
    if (!follower.session_up()) return "session-down";
    if (!follower.window().empty() && follower.window() != "open") return shown(follower.window());
    for (const pb::FollowerInstrument& instrument : follower.instruments()) {
        if (instrument.out()) return "out of " + shown(instrument.instrument());
    }
    const pb::Decision& last = follower.last_decision();
    const bool sent = last.orders() > 0 || last.reason() == "nothing-to-do";
    return sent ? "" : shown(last.reason());
}

using Row = std::array<std::string, 11>;
constexpr std::array<bool, 11> is_right{false, false, false, false, false, false,
                                        false, true,  true,  true,  false};

Row row_of(const pb::Follower& follower) {
    return {shown(follower.account()),
            shown(follower.sizing()),
            shown(follower.mode()),
            held(follower),
            target(follower),
            drift(follower),
            works(follower),
            follower.equity(),
            follower.day_result(),
            std::to_string(follower.orders_sent()),
            why(follower)};
}

std::string table(const std::vector<Row>& rows) {
    std::array<std::size_t, 11> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string blanks(widths[i] - row[i].size(), ' ');
            if (i > 0) line += "  ";
            line += is_right[i] ? blanks + row[i] : row[i] + blanks;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string leader_line(const pb::Leader& leader) {
    std::string text = "leader " + shown(leader.account()) +
                       (leader.session_up() ? ": " : " (its session is DOWN): ");
    bool holds = false;
    for (const pb::LeaderInstrument& instrument : leader.instruments()) {
        std::string what;
        if (!instrument.known()) {
            what = "not known yet";
        } else if (instrument.position() != 0) {
            what = std::to_string(instrument.position());
        }
        if (instrument.working_orders() > 0) {
            what += (what.empty() ? "0" : "") + std::string(", ") +
                    std::to_string(instrument.working_orders()) + " working";
        }
        if (instrument.disagrees()) what += ", a position report disagrees";
        if (instrument.bust_pending()) what += ", a bust waits for an answer";
        if (what.empty()) continue;
        text += (holds ? "; " : "") + shown(instrument.instrument()) + " " + what;
        holds = true;
    }
    if (!holds) text += "flat";
    return text + "\n";
}

// Sessions that are up need no line.
std::string session_lines(const pb::Status& status) {
    int up = 0;
    std::string lines;
    for (const pb::Session& session : status.sessions()) {
        if (session.state() == "up") {
            ++up;
            continue;
        }
        lines += "  " + shown(session.id()) + " is " + shown(session.state());
        if (!session.last_error().empty()) lines += ": " + shown(session.last_error());
        lines += "\n";
    }
    return "sessions: " + std::to_string(up) + " of " + std::to_string(status.sessions_size()) +
           " up\n" + lines;
}

// Accounts of somebody else than their leader's owner, with who answers for it.
std::string attestation_lines(const pb::Status& status) {
    std::string lines;
    for (const pb::Follower& follower : status.followers()) {
        if (follower.attestation().empty()) continue;
        lines += shown(follower.account()) + " belongs to " + shown(follower.owner()) +
                 ", attested: " + shown(follower.attestation()) + "\n";
    }
    return lines;
}

// "1.234 ms", from nanoseconds.
std::string milliseconds(std::uint32_t ns) {
    const std::uint32_t us = ns / 1000;
    std::string rest = std::to_string(us % 1000);
    rest.insert(0, 3 - rest.size(), '0');
    return std::to_string(us / 1000) + "." + rest + " ms";
}

std::string latency_line(const pb::Latency& latency) {
    if (latency.count() == 0) return "latency: nothing was sent yet\n";
    return "latency from a leader's fact to its last order: p50 " + milliseconds(latency.p50_ns()) +
           ", p99 " + milliseconds(latency.p99_ns()) + ", max " + milliseconds(latency.max_ns()) +
           " (" + std::to_string(latency.count()) + " facts)\n";
}

} // namespace

std::string status_table(const pb::Status& status) {
    const std::string seconds = status.time().substr(0, status.time().find('.')) + "Z";
    std::string text = "lockstep " + shown(status.version()) + ", " + shown(seconds) +
                       ", durability " + shown(status.durability()) + ", journal at event " +
                       shown(status.journal().sequence()) + "\n";
    if (!status.journal().error().empty()) {
        text += "THE JOURNAL HAS FAILED: " + shown(status.journal().error()) + "\n";
    }
    if (status.journal().space_low()) text += "THE DISK IS FULL: no room for the journal\n";
    for (const pb::Leader& leader : status.leaders()) text += leader_line(leader);
    text += session_lines(status) + "\n";
    std::vector<Row> rows{{"ACCOUNT", "SIZING", "MODE", "HELD", "TARGET", "DRIFT", "WORKING",
                           "EQUITY", "DAY", "SENT", "WHY"}};
    for (const pb::Follower& follower : status.followers()) rows.push_back(row_of(follower));
    return text + table(rows) + "\n" + attestation_lines(status) + latency_line(status.latency());
}

std::vector<std::string> status_lines(const pb::Status& status) {
    std::vector<std::string> lines;
    for (const pb::Follower& follower : status.followers()) {
        std::string line = shown(follower.account()) + " " + shown(follower.mode()) + ", held " +
                           held(follower) + ", target " + target(follower) + ", drift " +
                           drift(follower) + ", works " + works(follower) + ", day " +
                           follower.day_result() + ", sent " +
                           std::to_string(follower.orders_sent());
        const std::string reason = why(follower);
        if (!reason.empty()) line += ", " + reason;
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace lockstep
