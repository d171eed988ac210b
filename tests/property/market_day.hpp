// A whole day in one thread: a leader that trades as told, brokers that answer late, refuse, fill
// when they please and lose their sessions, and the real router in between. Everything follows
// from the plan and its seed; each follower's broker draws from its own stream, so that removing
// one account changes nothing for the others.
#pragma once

#include "router/router.hpp"
#include "simulation/own_account.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <string>
#include <vector>

namespace lockstep::property {

// One thing that the leader, the market or the operator does.
struct Action {
    enum class Kind : std::uint8_t {
        market,        // the leader trades at market
        limit,         // works a limit away from the market
        stop,          // works a stop
        bracket,       // works a target and a stop around its position
        replace,       // moves its newest order
        resize,        // changes the size of its newest order
        cancel,        // cancels its newest order
        flat,          // cancels everything and closes at market
        move,          // the market moves
        drop_follower, // a follower's session goes for a while
        drop_leader,
        pause,
        resume,
        roll, // a follower's day rolls
    };
    Kind kind = Kind::market;
    int amount = 1; // lots, ticks, or which follower
    bool buys = true;
    int wait_ms = 1; // before the next
};

struct Plan {
    std::uint64_t seed = 1;
    std::vector<FollowerConfig> followers;
    std::vector<Action> actions;
    int reject_percent = 0;
    int repeat_percent = 0; // reports that come twice
    int latency_ms_max = 20;
    // Orders fill whole, at the same prices everywhere, and every action is given time to settle:
    // then every account must hold its target exactly.
    bool calm = false;
    bool has_prices = false; // the gateway hears of every move of the market
};

std::string describe(const Plan& plan);

class MarketDay {
  public:
    explicit MarketDay(const Plan& plan);
    ~MarketDay();

    // Plays the plan, brings every session back, lets the leader go flat, and waits until nothing
    // moves any more. Gives every promise that was broken on the way, in words.
    std::vector<std::string> play();

    void keep_story() { keep_story_ = true; }
    const std::vector<std::string>& story() const { return story_; }
    // All that happened, and the settings it happened to.
    const std::vector<Event>& events() const { return events_; }
    const RouterConfig& config() const { return router_.config(); }
    // Every order that left for one account, field for field.
    const std::vector<std::string>& orders_of(const std::string& account) const;

  private:
    struct Broker;
    struct LeaderOrder;
    using Task = std::function<void()>;
    struct Pending {
        std::int64_t at_ns;
        std::uint64_t order;
        Task task;
        bool operator<(const Pending& other) const {
            return std::tie(at_ns, order) > std::tie(other.at_ns, other.order);
        }
    };

    void at(std::int64_t ns, Task task);
    void run_until(std::int64_t ns);
    void settle();
    void act(const Action& action);
    void step(const EventBody& body);
    void tell(const EventBody& body);
    void take(const Command& command);
    void check_promises(const std::vector<Command>& sent);
    void check_new_order(const NewOrder& request);
    void watch_money(const EventBody& body, const std::vector<Command>& said);
    void check_limits(FollowerId follower, Side side, std::int64_t lots, const std::string& what);
    void check_stopped(const Broker& broker);
    void check_rest();
    void check_exact();
    void broken(const std::string& what);

    // leader
    void leader_trades(bool buys, int lots);
    void leader_works(OrderTerms terms, int lots);
    void leader_bracket();
    void leader_flat();
    void leader_report(LeaderOrder& order, ExecKind kind, int last, Price price);
    void deliver_leader(ExecutionEvent event);
    void trigger_leader_orders();
    void move_market(int ticks);

    std::int64_t draw(std::uint64_t& stream, std::int64_t below);

    Plan plan_;
    Router router_;
    std::int64_t now_ns_ = 1'000'000'000'000;
    std::uint64_t sequence_ = 0;
    std::vector<Event> events_;
    std::uint64_t tasks_ = 0;
    std::priority_queue<Pending> pending_;
    std::vector<Broker> brokers_;
    std::vector<LeaderOrder> leader_orders_;
    int leader_net_ = 0;
    bool filled_both_ways_ = false; // of the leader, in one jump of the market
    bool leader_up_ = true;
    std::vector<ExecutionEvent> leader_backlog_;
    std::int64_t leader_report_at_ = 0;
    std::uint64_t leader_stream_;
    std::uint64_t executions_ = 0;
    std::int64_t price_ = 1000;
    std::vector<int> given_up_;              // notices that explain a missing contract, by follower
    std::map<std::string, std::string> ids_; // every ClOrdID that named an order, with its content
    std::vector<std::string> broken_;
    std::vector<simulation::OwnAccount> money_; // by follower
    std::set<std::string> counted_;             // fills
    bool keep_story_ = false;
    std::vector<std::string> story_;
};

} // namespace lockstep::property
