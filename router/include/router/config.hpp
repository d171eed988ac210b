// What the router needs to know of the settings: instruments, leaders, followers. Built by the
// gateway's settings reader, or directly by a test.
#pragma once

#include "proto/instrument.hpp"
#include "proto/order.hpp"
#include "risk/limits.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lockstep {

enum class CopyMode : std::uint8_t { orders, fills };                           // CopyMode
enum class SizingKind : std::uint8_t { fixed, multiplier, percent_of_balance }; // Sizing
enum class OverCap : std::uint8_t { clip, skip };                               // OverCap
enum class LateEntry : std::uint8_t { keep, cancel, chase };                    // LateEntry
enum class CatchUp : std::uint8_t { market, none };                             // CatchUp
enum class OnForeignTrade : std::uint8_t { pause, adopt, ignore };              // OnForeignTrade
enum class OnLeaderLost : std::uint8_t { cancel_entries, hold, flatten };       // OnLeaderLost
enum class OnBust : std::uint8_t { ask, follow };                               // OnBust

// Whether entries may oppose what another leader of the same owner has: its side of the product, or
// of products that move together, and its resting orders.
enum class OppositeSides : std::uint8_t { refuse, refuse_correlated, allow }; // OppositeSides

struct Sizing {
    SizingKind kind = SizingKind::multiplier;
    Ratio value{1, 1}; // SizingValue: contracts, a multiple, or percent
    Rounding rounding = Rounding::down;
    OverCap over_cap = OverCap::clip;
};

// InstrumentMap: the leader's instrument becomes the follower's, `factor` for one.
struct InstrumentMapping {
    InstrumentId leader;
    InstrumentId follower;
    Ratio factor{1, 1};
};

struct LeaderConfig {
    std::string account; // tag 1 on the drop copy
    SessionIndex session;
    std::string owner;
    std::optional<Money> balance;
    bool start_flat = false; // StartFlat
    OnBust on_bust = OnBust::ask;
};

struct FollowerConfig {
    std::string account; // tag 1 at the broker
    LeaderId leader;
    SessionIndex session;
    std::string owner;
    std::optional<Money> balance; // at the start of the account; equity is counted from it
    CopyMode copy_mode = CopyMode::orders;
    Sizing sizing;
    std::vector<InstrumentMapping> map; // every leader instrument that is copied has one row
    AccountLimits limits;
    LateEntry late_entry = LateEntry::keep;
    CatchUp catch_up = CatchUp::market;
    Duration catch_up_after = Duration::milliseconds(500); // CatchUpAfter
    std::optional<std::int64_t> max_slippage_ticks;        // MaxSlippageTicks, follower's ticks
    bool join_mid_trade = false;                           // JoinMidTrade
    OnForeignTrade on_foreign_trade = OnForeignTrade::pause;
    OnLeaderLost on_leader_lost = OnLeaderLost::cancel_entries;
    OppositeSides opposite_sides = OppositeSides::refuse;
    bool mass_status = false;      // MassStatus of the session: its broker answers 35=AF
    bool position_reports = false; // PositionReports of the session: its broker answers 35=AN
};

struct RouterConfig {
    std::vector<Instrument> instruments;
    std::vector<LeaderConfig> leaders;
    std::vector<FollowerConfig> followers;
    std::vector<SessionLimits> sessions; // by SessionIndex
};

} // namespace lockstep
