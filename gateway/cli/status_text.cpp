#include "cli/status_text.hpp"

#include "cli/text_table.hpp"

#include <algorithm>
#include <vector>

namespace lockstep {

namespace {

using status::v1::Follower;
using status::v1::FollowerInstrument;
using status::v1::Notice;
using status::v1::Status;

constexpr int notices_shown = 8;

bool worth_showing(const FollowerInstrument& instrument) {
    return instrument.held() != 0 || instrument.target() != 0 || instrument.foreign() != 0 ||
           instrument.working_entries() != 0 || instrument.working_exits() != 0 ||
           instrument.unknown_orders() != 0;
}

std::string plural(std::uint32_t count, const std::string& word) {
    return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

std::string state_of(const Follower& follower) {
    std::string state = follower.mode();
    if (!follower.mode_reason().empty() && follower.mode_reason() != "none") {
        state += " (" + follower.mode_reason() + ")";
    }
    if (!follower.session_up()) state += ", session down";
    return state;
}

// Why decisions sent nothing, commonest first; that nothing was to be done explains nothing.
std::string why_not(const Follower& follower) {
    std::vector<std::pair<std::uint32_t, std::string>> reasons;
    for (const auto& counted : follower.not_sent()) {
        if (counted.reason() == "nothing-to-do") continue;
        reasons.emplace_back(counted.count(), counted.reason());
    }
    std::ranges::sort(reasons, std::greater<>());
    std::string text;
    for (const auto& [count, reason] : reasons) {
        text += (text.empty() ? "" : ", ") + reason + " " + std::to_string(count);
    }
    return text;
}

std::string working_of(const FollowerInstrument& instrument) {
    std::string text = std::to_string(instrument.working_entries()) + "+" +
                       std::to_string(instrument.working_exits());
    if (instrument.unknown_orders() != 0) {
        text += " (" + plural(instrument.unknown_orders(), "unknown order") + ")";
    }
    return text;
}

std::string held_of(const FollowerInstrument& instrument) {
    std::string text = std::to_string(instrument.held());
    if (instrument.foreign() != 0)
        text += " (+" + std::to_string(instrument.foreign()) + " foreign)";
    return text + (instrument.out() ? " out" : "");
}

void add_row(TextTable& table, const Follower& follower, const FollowerInstrument* instrument,
             bool first) {
    const auto once = [&](const std::string& text) { return first ? text : std::string(); };
    std::vector<std::string> row{once(follower.account()), once(follower.sizing())};
    if (instrument == nullptr) {
        row.insert(row.end(), {"-", "0", "0", "0", "0+0"});
    } else {
        row.insert(row.end(), {instrument->instrument(), held_of(*instrument),
                               std::to_string(instrument->target()),
                               std::to_string(instrument->drift()), working_of(*instrument)});
    }
    row.insert(row.end(),
               {once(follower.equity()), once(follower.day_result()), once(state_of(follower)),
                once(std::to_string(follower.orders_sent())), once(why_not(follower))});
    table.add(std::move(row));
}

std::string leaders_text(const Status& status) {
    std::string text;
    for (const auto& leader : status.leaders()) {
        text += "leader " + leader.account() + " (" + leader.session() + ", " +
                (leader.session_up() ? "up" : "DOWN") + "):";
        for (const auto& instrument : leader.instruments()) {
            if (instrument.known() && instrument.position() == 0 &&
                instrument.working_orders() == 0) {
                continue;
            }
            text += " " + instrument.instrument() + " " +
                    (instrument.known() ? std::to_string(instrument.position()) : "unknown");
            if (instrument.working_orders() != 0) {
                text += " with " + plural(instrument.working_orders(), "order");
            }
            if (instrument.disagrees()) text += " [a position report disagrees]";
            if (instrument.bust_pending()) text += " [a bust waits for an answer]";
        }
        text += text.ends_with(':') ? " flat\n" : "\n";
    }
    return text;
}

std::string sessions_text(const Status& status) {
    TextTable table({"session", "role", "state", "next out>", "next in>", "peer", "last error"});
    for (const auto& session : status.sessions()) {
        table.add({session.id(), session.role(), session.state(),
                   std::to_string(session.next_out()), std::to_string(session.next_in()),
                   session.peer(), session.last_error()});
    }
    return table.text();
}

// The newest notices of everybody, oldest first.
std::string notices_text(const Status& status) {
    std::vector<const Notice*> notices;
    for (const Notice& notice : status.notices()) notices.push_back(&notice);
    for (const Follower& follower : status.followers()) {
        for (const Notice& notice : follower.last_notices()) notices.push_back(&notice);
    }
    std::ranges::stable_sort(notices, {}, [](const Notice* notice) { return notice->time(); });
    const std::size_t shown = std::min<std::size_t>(notices.size(), notices_shown);
    std::string text;
    for (std::size_t i = notices.size() - shown; i < notices.size(); ++i) {
        const Notice& notice = *notices[i];
        text += notice.time() + " " + notice.severity() + " " + notice.account() +
                (notice.account().empty() ? "" : " ") + notice.text() + "\n";
    }
    return text;
}

std::string milliseconds(std::uint32_t ns) {
    const std::uint32_t hundredths = (ns + 5'000) / 10'000;
    const std::string fraction = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + "." + (fraction.size() < 2 ? "0" : "") + fraction +
           " ms";
}

} // namespace

std::string latency_text(const status::v1::Latency& latency) {
    if (latency.count() == 0) return "no order has left for a leader event yet";
    return "p50 " + milliseconds(latency.p50_ns()) + ", p99 " + milliseconds(latency.p99_ns()) +
           ", max " + milliseconds(latency.max_ns()) + " over " +
           plural(latency.count(), "leader event");
}

std::string followers_table(const Status& status) {
    TextTable table({"account", "sizing", "instrument", "held>", "target>", "drift>", "working",
                     "equity>", "day result>", "state", "orders sent>", "why not"});
    for (const Follower& follower : status.followers()) {
        bool first = true;
        for (const FollowerInstrument& instrument : follower.instruments()) {
            if (!worth_showing(instrument)) continue;
            add_row(table, follower, &instrument, first);
            first = false;
        }
        if (first) add_row(table, follower, nullptr, true);
    }
    return table.text();
}

std::string status_text(const Status& status) {
    std::string text = "lockstep " + status.version() + " at " + status.time() + ", journal at " +
                       status.journal().sequence() + " (" + status.durability() + ")";
    if (status.journal().space_low()) text += ", THE DISK IS FULL";
    if (!status.journal().error().empty()) text += ", JOURNAL STOPPED: " + status.journal().error();
    text += "\n" + leaders_text(status) + "\n" + followers_table(status) + "\n" +
            sessions_text(status) + "\nlatency: " + latency_text(status.latency()) + "\n";
    const std::string notices = notices_text(status);
    return notices.empty() ? text : text + "\n" + notices;
}

} // namespace lockstep
