// One seed, one universe: the gateway under test, a leader and its brokers, a network and a disk
// between them, and faults at the seed's will. First a safety phase, in which nothing wrong may
// ever happen; then the faults end and all has to come to rest.
#pragma once

#include "simulation/broker.hpp"
#include "simulation/gateway_lives.hpp"
#include "simulation/leader.hpp"
#include "simulation/recorded_day.hpp"
#include "simulation/venue.hpp"

#include <memory>
#include <string>
#include <vector>

namespace lockstep::simulation {

class Universe {
  public:
    // Its files are in `directory` until it ends.
    Universe(const Plan& plan, const std::filesystem::path& directory, const std::string& place,
             Story& story, Totals& totals);

    // Plays the day and checks it. What was broken is in the story.
    void run();
    const Ledger& ledger() const { return ledger_; }

    // For a drill, which says itself what happens and when.
    Leader& leader() { return *leader_; }
    GatewayLives& gateway() { return gateway_; }
    Market& market() { return market_; }
    // The gateway starts; gives whether its sessions came up.
    bool begin();
    // Time passes until `done`, at most so long; gives whether it was.
    bool play(std::int64_t for_ns, const std::function<bool()>& done);
    // All that follows at this instant from what was done to the gateway.
    void settle();
    // Venues look at the prices that the market has now.
    void look_at_market();

  private:
    void draw_faults();
    void crash_soon();
    bool aim_at_fan_out();
    void aim_no_more();
    void stop_and_start();
    void draw_lifts();
    void move_market();

    void play_day();
    void end_faults();
    bool come_up();
    void come_to_rest(bool leader_is_flat);
    void check(bool leader_is_flat);
    const RecordedDay& read_day();
    void check_orders(const RecordedDay& day);
    bool has_run_away();
    void tell_journal();

    bool run_until(std::int64_t end_ns, const std::function<bool()>& done);
    bool pump();
    bool was_touched();
    bool all_up();
    std::size_t activity() const;
    const std::vector<Peer*>& peers() const { return peers_; }

    const Plan& plan_;
    Story& story_;
    Totals& totals_;
    RecordedDay day_;
    Random random_;
    Schedule schedule_;
    Market market_;
    Ledger ledger_;
    Surroundings world_;
    GatewayLives gateway_;
    std::unique_ptr<Leader> leader_;
    std::vector<std::unique_ptr<Broker>> brokers_;
    std::optional<std::int64_t> gateway_wait_;
    std::optional<std::uint64_t> crash_in_fan_out_; // at this reading of the clock
    bool leader_spoke_ = false;
    bool is_coming_ = false;    // the next life of the gateway
    bool has_run_away_ = false; // the day was given up
    std::vector<pollfd> descriptors_;
    std::vector<std::size_t> ends_; // of each peer's
    std::vector<Peer*> peers_;
};

} // namespace lockstep::simulation
