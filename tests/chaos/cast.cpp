#include "chaos/cast.hpp"

#include "e2e/settings_text.hpp"

#include <algorithm>
#include <array>

namespace lockstep::chaos {

namespace {

constexpr int broker_count = 12;
constexpr int followers_per_broker = 3;
constexpr std::int64_t micros_per_mini = 10;

std::string two_digits(int number) { return std::to_string(100 + number).substr(1); }

// Six sizings in turn.
Sizing sizing_of(int number) {
    static const std::array<Sizing, 6> sizings{{
        {"SizingValue=1\n"},
        {"SizingValue=0.5\nRounding=nearest\n", 1, 2, Sizing::Rounding::nearest},
        {"SizingValue=2\n", 2, 1},
        {"Sizing=fixed\nSizingValue=2\n", 1, 1, Sizing::Rounding::down, true},
        {"Sizing=percent_of_balance\nSizingValue=150\n", 1, 1, Sizing::Rounding::down, true},
        {"SizingValue=0.5\n", 1, 2},
    }};
    return sizings[static_cast<std::size_t>(number) % sizings.size()];
}

Follower follower_of(int number) {
    Follower follower;
    follower.account = "A" + two_digits(number);
    follower.session = "BROKER" + two_digits(number / followers_per_broker);
    follower.copies_orders = number % 4 != 3;
    follower.sizing = sizing_of(number);
    follower.cap = 3 + number % 5;
    follower.in_micros = number % 8 == 0;
    return follower;
}

std::string section_of(const Follower& follower) {
    return e2e::follower(follower.account, leader_account, follower.session,
                         follower.sizing.settings +
                             (follower.copies_orders ? "" : "CopyMode=fills\n") +
                             (follower.in_micros ? "InstrumentMap=ES:MES*10\n" : "") +
                             "MaxContracts=" + std::to_string(follower.cap) +
                             "\nMaxSignalAge=2\n"
                             // Rejects are drawn; an account that pauses would copy no more.
                             "RejectBreaker=100/10\n");
}

} // namespace

std::string Follower::symbol_for(const std::string& leader_symbol) const {
    return in_micros && leader_symbol == "ES" ? "MES" : leader_symbol;
}

std::int64_t Follower::most(const std::string& leader_symbol, std::int64_t lots) const {
    const std::int64_t factor = symbol_for(leader_symbol) == "MES" ? micros_per_mini : 1;
    const std::int64_t capped = cap * factor;
    if (lots == 0 || sizing.other) return lots == 0 ? 0 : capped;
    const std::int64_t half =
        sizing.rounding == Sizing::Rounding::nearest ? sizing.denominator / 2 : 0;
    return std::min(capped, (lots * sizing.numerator * factor + half) / sizing.denominator);
}

const Follower* Cast::find(const std::string& account) const {
    const auto found = std::ranges::find(followers, account, &Follower::account);
    return found == followers.end() ? nullptr : &*found;
}

Cast make_cast() {
    Cast cast;
    for (int i = 0; i < broker_count * followers_per_broker; ++i) {
        cast.followers.push_back(follower_of(i));
        if (i % followers_per_broker == 0) cast.sessions.push_back(cast.followers.back().session);
    }
    cast.sessions.emplace_back(leader_session);
    return cast;
}

std::string simulator_settings(const Cast& cast) {
    std::string text =
        e2e::simulator_head() +
        "[INSTRUMENT]\nSymbol=CUE\nTickSize=1\nTickValue=1.00\nStartPrice=1000\n" +
        e2e::sim_session(leader_session, "Kind=dropcopy\n") + e2e::sim_session(cue_session) +
        e2e::sim_account(leader_account,
                         std::string("DropCopySession=") + leader_session + "\nBalance=150000\n") +
        e2e::sim_account(cue_account, std::string("Session=") + cue_session + "\nBalance=1\n");
    for (const std::string& session : cast.sessions) {
        if (session != leader_session) text += e2e::sim_session(session);
    }
    for (const Follower& follower : cast.followers) {
        text += e2e::sim_account(follower.account,
                                 "Session=" + follower.session + "\nBalance=100000\n");
    }
    return text;
}

std::string gateway_settings(const Cast& cast, const std::vector<std::uint16_t>& ports,
                             int segment_kib) {
    std::string text = e2e::gateway_head();
    text.insert(text.find('\n') + 1, "JournalSegmentSize=" + std::to_string(segment_kib) + "\n");
    for (std::size_t i = 0; i < cast.sessions.size(); ++i) {
        // Short heartbeats, so that a peer that hangs is found out within a round.
        text += e2e::dials(cast.sessions[i], ports[i], "HeartBtInt=1\nLogonTimeout=3\n");
    }
    text += e2e::leader(leader_account, leader_session);
    for (const Follower& follower : cast.followers) text += section_of(follower);
    return text;
}

} // namespace lockstep::chaos
