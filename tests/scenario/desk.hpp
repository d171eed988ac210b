// A trading desk in words: rows of what happens at the leader and at the broker, and in the last
// column the orders that must leave. One leader LEAD, followers by name, all events in text.
//
//   leader buys 2                      a market order of the leader that fills at once
//   leader works A sell 3 limit 110    resting order (limit P | stop P | stop P limit L [gtc|gtd])
//   leader A fills 1                   a fill of it; `at P` overrides the price
//   leader A becomes 5 [limit P]       a replace to a new total or price
//   leader A canceled                  or expired, done, suspended, back
//   leader busts                       its newest fill; `corrects 1` corrects it
//   leader repeats                     its newest report comes again with 43=Y
//   leader late buys 2                 the report is a resend (43=Y)
//   leader holds 2 [operator]          a position report, or an operator's word
//   o3 accepted                        or fills 1 [at P] [unnamed: by its OrderID alone],
//                                      busts (its newest fill), rejected, canceled, replaced,
//                                      cancel-rejected, done
//   o3 works                           the answer to a question: it works
//   o3 considers                       ... and the change that it was asked for is not decided yet
//   o3 change-unsent                   its newest change or cancel was not handed to the session
//   o3 is working                      the same, whatever is pending; or is pending-cancel,
//                                      or pending-new
//   o3 unheard-of                      the answer to the newest question: no such order
//   F answer complete | refused        the end of the answer to the question after all orders
//   F positions 1 | refused            the answer to the question after positions: so many reports
//   F reported 2 [MES]                 one of those reports; -2 is short
//   F works buy 1                      the broker lists an order that is not ours
//   o3 repeats                         the newest report of that order comes again
//   F trades buy 1                     a trade on the account that is not ours
//   F down | F up | leader down | leader up
//   F pause | resume | flatten | halt  an operator's action
//   F day rolls
//   F window flat-by                   a window of the account opens or closes
//   F limit DailyLossLimit 900 [why]   an operator changes a limit; or `off`
//   mark 105                           a price, on the leader's session
//   F marks 105                        or on the account's own
//   wait 500                           milliseconds pass; timers fire as the machine asks
//
// Orders that leave are numbered o1, o2, ... in the order in which they left and are written
// "o1 buy 2 market", "o2 sell 1 stop 90", "change o2 to 3 stop 91", "cancel o2", "ask o2",
// "ask all", "ask positions"; with
// several followers the account stands in front. A broker that is `prompt` accepts and cancels by
// itself; one that is `trading` fills market orders as well.
#pragma once

#include "router/router.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::scenario {

enum class Broker { silent, prompt, trading };

// One row: what happens, and what must leave because of it.
struct Row {
    std::string happens;
    std::string orders;
};

class Desk {
  public:
    // Two instruments, ES (tick 0.25 shown as 1 point = 4 ticks would only obscure: its tick is 1,
    // worth 50) and MES (tick 1, worth 5). The leader starts flat with 150,000.
    explicit Desk(Broker broker = Broker::prompt);

    // Adds a follower that copies ES with multiplier 1 and a cap of 100; gives its settings to
    // change before the first row.
    FollowerConfig& follower(const std::string& account);
    LeaderConfig& leader() { return config_.leaders[0]; }
    RouterConfig& config() { return config_; }

    // Plays the rows; each mismatch fails the running test and names the row.
    void play(const std::vector<Row>& rows);
    // Plays one event and gives the orders that left.
    std::string happens(const std::string& event);

    Position held(const std::string& account, const std::string& symbol = "ES");
    std::size_t working(const std::string& account);
    FollowerView view(const std::string& account);
    // Reasons of all notices so far, with their count.
    int notices(Reason reason) const;
    const std::vector<Decision>& decisions() const { return decisions_; }

  private:
    struct Sent {
        FollowerId follower;
        ClOrdId id;         // the newest accepted
        ClOrdId pending_id; // of a change under way
        ClOrdId asked_id;   // of the newest question
        InstrumentId instrument;
        OrderTerms terms;
        OrderTerms pending_terms;
        Quantity total;
        Quantity pending_total;
        Quantity filled;
        bool cancel_pending = false;
        bool pending = false;
        ExecutionEvent last;
    };
    struct LeaderOrderWords {
        OrderTerms terms;
        Quantity total;
        Quantity filled;
        InstrumentId instrument;
    };

    void start();
    void step(EventBody body);
    void drain();
    void show(const Command& command);
    void obey(std::size_t order); // the prompt broker's answer
    void leader_event(std::vector<std::string> words);
    void leader_order(const std::vector<std::string>& words);
    void leader_report(ExecKind kind, const std::string& label, LeaderOrderWords& order,
                       Quantity last, Price price, bool late);
    void order_event(std::size_t order, const std::vector<std::string>& words);
    void account_event(FollowerId follower, const std::vector<std::string>& words);
    void wait(Duration duration);
    void report(std::size_t order, ExecKind kind, Quantity last, Price at,
                bool by_key_alone = false);
    Sent& by_id(const ClOrdId& id);
    std::string order_name(const ClOrdId& id);
    FollowerId id_of(const std::string& account) const;
    Price market_price(InstrumentId instrument) const;

    Broker broker_;
    RouterConfig config_;
    std::vector<Router> router_; // none until the first event, so that settings can be changed
    Timestamp now_;
    std::uint64_t sequence_ = 0;
    std::uint64_t executions_ = 0;
    std::uint64_t leader_orders_ = 0;
    std::map<std::string, LeaderOrderWords> leader_orders_by_label_;
    ExecutionEvent leader_last_;
    ExecutionEvent leader_last_fill_;
    std::vector<Sent> sent_;
    std::vector<Command> out_;
    std::vector<std::size_t> to_obey_;
    ClOrdId asked_all_;       // of the newest question after all orders
    ClOrdId asked_positions_; // and after positions
    std::string shown_;
    std::map<Reason, int> notices_;
    std::vector<Decision> decisions_;
    std::map<std::uint32_t, Price> marks_;
    InstrumentId traded_{0}; // the leader's instrument; `in MES` at the end of a row overrides
};

} // namespace lockstep::scenario
