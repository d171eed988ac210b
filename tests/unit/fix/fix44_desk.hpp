// A desk of leaders, followers and instruments, and FIX 4.4 messages to it as one-line texts.
#pragma once

#include "fix/fix44.hpp"
#include "unit/fix/wire_text.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

namespace lockstep::fix44::test {

// Sessions by who they carry.
inline constexpr SessionIndex drop_copy{0};      // LEAD1
inline constexpr SessionIndex broker{1};         // F1
inline constexpr SessionIndex shared_broker{2};  // F2, F3
inline constexpr SessionIndex firm_drop_copy{3}; // LEAD2, LEAD3

inline constexpr InstrumentId es{0};
inline constexpr InstrumentId nq{1};
inline constexpr InstrumentId cl{2}; // 48=CLZ4 22=8
inline constexpr InstrumentId gc{3}; // 55=GC 200=202412

inline constexpr FollowerId f1{0};
inline constexpr FollowerId f2{1};
inline constexpr FollowerId f3{2};

inline Instrument make_instrument(const char* symbol, const char* tick) {
    Instrument instrument;
    instrument.symbol = symbol;
    instrument.tick_size = Decimal::parse(tick).value();
    instrument.tick_value = Money::of(5);
    return instrument;
}

inline LeaderConfig make_leader(const char* account, SessionIndex session) {
    LeaderConfig leader;
    leader.account = account;
    leader.session = session;
    return leader;
}

inline FollowerConfig make_follower(const char* account, SessionIndex session) {
    FollowerConfig follower;
    follower.account = account;
    follower.session = session;
    return follower;
}

inline RouterConfig make_config() {
    RouterConfig config;
    config.instruments = {make_instrument("ES", "0.25"), make_instrument("NQ", "0.25"),
                          make_instrument("CL", "0.01"), make_instrument("GC", "0.1")};
    config.instruments[cl.index].security_id = "CLZ4";
    config.instruments[cl.index].security_id_source = "8";
    config.instruments[gc.index].maturity = "202412";
    config.instruments[gc.index].exchange = "XCEC";
    config.leaders = {make_leader("LEAD1", drop_copy), make_leader("LEAD2", firm_drop_copy),
                      make_leader("LEAD3", firm_drop_copy)};
    config.followers = {make_follower("F1", broker), make_follower("F2", shared_broker),
                        make_follower("F3", shared_broker)};
    return config;
}

inline std::string dictionary_path() { return LOCKSTEP_SOURCE_DIR "/fix_specs/FIX44.xml"; }

// The dictionary as sessions use it, and as it stands: nothing passes but what it names.
const FIX::DataDictionary& lenient_dictionary();
const FIX::DataDictionary& strict_dictionary();

// One event in a line, with whatever it holds: who, what, which order, how much.
std::string show(const EventBody& event);
// Events, then the note, or the refusal; joined by " ; ".
std::string show(const Decoded& result);

// Reads `text` ("8|37=O1|..." : the MsgType, then fields) as a session would: framed, parsed and
// validated by QuickFIX, then decoded. What QuickFIX refuses is shown as "QuickFIX: why".
// `header` stands between 34 and 52.
class Desk {
  public:
    explicit Desk(FillStyle fill_style = FillStyle::trade) : fill_style_(fill_style) {}
    explicit Desk(RouterConfig config) : config_(std::move(config)) {}

    Decoded decode(std::string_view text, SessionIndex session = drop_copy,
                   std::string_view header = "") const;
    std::string read(std::string_view text, SessionIndex session = drop_copy,
                     std::string_view header = "") const;
    // The execution that the message comes to; a test failure when it is not exactly one.
    ExecutionEvent execution(std::string_view text, SessionIndex session = drop_copy,
                             std::string_view header = "") const;

    SentOrders& sent() { return sent_; }
    const RouterConfig& config() const { return config_; }

  private:
    RouterConfig config_ = make_config();
    SentOrders sent_;
    FillStyle fill_style_ = FillStyle::trade;
};

} // namespace lockstep::fix44::test
