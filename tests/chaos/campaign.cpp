#include "chaos/campaign.hpp"

#include "chaos/leader_day.hpp"
#include "chaos/relay.hpp"
#include "chaos/rest_watch.hpp"
#include "chaos/small_disk.hpp"
#include "e2e/gateway.hpp"
#include "e2e/raw_peer.hpp"
#include "e2e/simulator.hpp"

#include <atomic>
#include <csignal>
#include <ostream>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

namespace lockstep::chaos {

namespace {

using std::chrono::milliseconds;

// Small enough that the disk is asked for space every few rounds.
constexpr int segment_kib = 256;

std::int64_t now_ns() {
    return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

// SIGKILL to one process and no other, even when it has ended meanwhile.
class DeathWarrant {
  public:
    explicit DeathWarrant(pid_t process)
        : descriptor_(static_cast<int>(::syscall(SYS_pidfd_open, process, 0))) {
        if (descriptor_ < 0) throw std::runtime_error("pidfd_open failed");
    }
    ~DeathWarrant() { ::close(descriptor_); }
    DeathWarrant(const DeathWarrant&) = delete;
    DeathWarrant& operator=(const DeathWarrant&) = delete;

    void execute() {
        ::syscall(SYS_pidfd_send_signal, descriptor_, SIGKILL, nullptr, 0);
        time_ns_ = now_ns();
    }
    std::int64_t time_ns() const { return time_ns_; }

  private:
    int descriptor_;
    std::atomic<std::int64_t> time_ns_ = 0;
};

class Campaign {
  public:
    Campaign(const CampaignOptions& options, std::ostream& out)
        : options_(options), out_(out), random_(options.seed), cast_(make_cast()),
          troubles_(draw_troubles(random_, options.rounds, cast_.sessions.size())),
          disk_(options.folder / "data"),
          sim_(options.folder, simulator_settings(cast_), leader_day(cast_, troubles_, random_)),
          relay_(cast_.sessions.size(), sim_.port()),
          gateway_(options.folder, gateway_settings(cast_, relay_.ports(), segment_kib)),
          tape_(options.folder / "ledger"), cue_("LOCKSTEP", cue_session) {}

    Outcome run() {
        gateway_.begin();
        wait_until_it_runs();
        watch_rest(false); // before anything is traded
        for (int round = 1; round <= options_.rounds; ++round) play(round);
        cue(options_.rounds + 1, "the day is over");
        watch_rest(true);
        return judge_all();
    }

  private:
    // ---- a round

    void play(int round) {
        const Trouble& trouble = troubles_[static_cast<std::size_t>(round) - 1];
        out_ << "round " << round << ": " << name(trouble.kind) << std::endl;
        cue(round, "round " + std::to_string(round));
        const std::string over = "played " + std::to_string(round);
        make(trouble, over);
        wait_until_it_runs();
        expect_printed(over);
        ++tally_.rounds;
        if (holds_at_the_end(round)) watch_rest(false);
    }

    // The script goes on when the cue account holds `lots`.
    void cue(int lots, const std::string& answer) {
        if (cue_.is_closed() && !cue_.log_on(sim_.port())) {
            throw std::runtime_error("the simulator takes no cue");
        }
        cue_.send("D", "1=" + std::string(cue_account) + "|11=cue-" + std::to_string(lots) +
                           "|55=CUE|54=1|38=1|40=1|60=" + e2e::utc_now() + "|");
        expect_printed(answer);
    }

    void expect_printed(const std::string& line) {
        const bool printed =
            e2e::wait_until([&] { return sim_.has_printed(line) || !sim_.process().is_running(); },
                            std::chrono::seconds(90));
        if (!printed || !sim_.has_printed(line)) {
            throw std::runtime_error("the simulator does not come to \"" + line + "\"; see " +
                                     (options_.folder / "sim.log").string());
        }
    }

    void make(const Trouble& trouble, const std::string& over) {
        if (trouble.kind != TroubleKind::kill_in_fan_out) pause(trouble.wait);
        switch (trouble.kind) {
        case TroubleKind::kill_in_fan_out: return kill_in_fan_out(trouble, over);
        case TroubleKind::kill: return kill_and_restart(trouble);
        case TroubleKind::kill_while_starting: return kill_while_starting(trouble);
        case TroubleKind::stop: return stop_and_continue(trouble);
        case TroubleKind::cut: return each(trouble, [&](auto one) { relay_.cut(one); });
        case TroubleKind::cut_at_byte:
            return each(trouble, [&](auto one) { relay_.cut_after(one, trouble.bytes); });
        case TroubleKind::trickle: return slow(trouble, [&](auto one) { relay_.trickle(one); });
        case TroubleKind::stall: return slow(trouble, [&](auto one) { relay_.stall(one); });
        case TroubleKind::full_disk: return fill_disk(trouble, false);
        case TroubleKind::full_disk_and_kill: return fill_disk(trouble, true);
        }
    }

    static void pause(milliseconds time) { std::this_thread::sleep_for(time); }

    template <class Act> void each(const Trouble& trouble, Act act) {
        for (const std::size_t session : trouble.sessions) act(session);
    }

    // ---- kills

    void kill_in_fan_out(const Trouble& trouble, const std::string& over) {
        // A slower gateway is longer in its fan-out.
        const pid_t gateway = gateway_.process().id();
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(gateway), 15);
        const auto warrant = std::make_shared<DeathWarrant>(gateway);
        relay_.at(trouble.at_order ? Relay::Moment::order : Relay::Moment::fill,
                  cast_.sessions.size() - 1, trouble.fills_before,
                  [warrant, delay = trouble.after_moment] {
                      const auto end = std::chrono::steady_clock::now() + delay;
                      while (std::chrono::steady_clock::now() < end) {
                      }
                      warrant->execute();
                  });
        e2e::wait_until([&] { return relay_.was_called() || sim_.has_printed(over); },
                        std::chrono::seconds(60));
        relay_.at(Relay::Moment::fill, 0, 0, nullptr);
        if (warrant->time_ns() == 0) warrant->execute(); // the leader had no such fill
        begin_again(warrant->time_ns(), trouble.pause);
    }

    void kill_and_restart(const Trouble& trouble) {
        DeathWarrant warrant(gateway_.process().id());
        warrant.execute();
        begin_again(warrant.time_ns(), trouble.pause);
    }

    void kill_while_starting(const Trouble& trouble) {
        kill_and_restart(trouble);
        pause(trouble.second);
        kill_and_restart(trouble);
    }

    void begin_again(std::int64_t killed_ns, milliseconds after) {
        const auto code = gateway_.process().wait();
        if (code == 128 + SIGKILL) {
            ++tally_.kills;
            kills_.push_back({killed_ns, 0});
        } else {
            note_end(code);
        }
        pause(after);
        begin();
        if (code == 128 + SIGKILL) kills_.back().next_start_ns = now_ns();
    }

    void begin() {
        ++tally_.restarts;
        saw_full_disk_ = disk_is_full_;
        gateway_.begin();
    }

    // ---- other troubles

    void stop_and_continue(const Trouble& trouble) {
        gateway_.process().signal(SIGSTOP);
        pause(trouble.lasts);
        gateway_.process().signal(SIGCONT);
        ++tally_.stops;
    }

    template <class Act> void slow(const Trouble& trouble, Act act) {
        each(trouble, act);
        pause(trouble.lasts);
        relay_.heal();
        ++tally_.slowed;
    }

    void fill_disk(const Trouble& trouble, bool and_kill) {
        disk_is_full_ = saw_full_disk_ = true;
        disk_.fill(trouble.bytes * 64, gateway_.process().id());
        ++tally_.full_disks;
        pause(trouble.lasts);
        if (and_kill) kill_and_restart(trouble);
        pause(trouble.pause);
        disk_.free(gateway_.process().id());
        disk_is_full_ = false;
    }

    // ---- a life of the gateway

    // It answers; one that ended for want of space is started again. Its end for any other reason
    // is a finding.
    void wait_until_it_runs() {
        const auto runs = [this] {
            if (gateway_.status()) return true;
            if (!gateway_.process().is_running()) {
                note_end(gateway_.process().wait());
                begin();
            }
            return false;
        };
        if (!e2e::wait_until(runs, std::chrono::seconds(60))) {
            throw std::runtime_error("the gateway does not answer; see " +
                                     (options_.folder / "lockstep.log").string());
        }
        if (!gateway_.process().is_running()) return wait_until_it_runs();
    }

    void note_end(std::optional<int> code) {
        if (saw_full_disk_ && code == 1) {
            ++tally_.ends_on_full_disk;
            return;
        }
        findings_.push_back("the gateway ended by itself, exit " +
                            std::to_string(code.value_or(-1)) + ", at " + std::to_string(now_ns()));
        if (findings_.size() > 20) throw std::runtime_error("the gateway ends again and again");
    }

    // ---- judgement

    void watch_rest(bool at_the_end) {
        rests_.push_back(wait_for_rest(cast_, gateway_, tape_, at_the_end));
        if (!rests_.back().reached) out_ << "no rest: " << rests_.back().missing << std::endl;
    }

    Outcome judge_all() {
        if (const auto code = gateway_.stop(); code != 0) {
            findings_.push_back("a clean stop ended with " + std::to_string(code.value_or(-1)));
        }
        tape_.read_on();
        Outcome outcome;
        const auto journal = read_journal(gateway_.settings_file(), gateway_.data());
        outcome.verdict = judge(cast_, tape_.facts(), journal, rests_);
        for (const std::string& finding : findings_) {
            outcome.verdict.unexplained.push_back(finding);
        }
        if (options_.keep || !outcome.verdict.good()) disk_.keep(options_.folder / "data-kept");
        tally_.fan_outs = count_fan_outs(kills_, tape_.facts(), journal);
        tally_.cuts = relay_.cuts();
        tally_.events = journal.events;
        tally_.segments = journal.segments;
        for (const Fact& fact : tape_.facts()) {
            if (cast_.find(fact.account) == nullptr) continue;
            tally_.orders += fact.kind == Fact::Kind::request && fact.type != 'H' ? 1 : 0;
            tally_.fills += fact.fills() ? 1 : 0;
        }
        outcome.tally = tally_;
        outcome.disk = disk_.kind();
        return outcome;
    }

    const CampaignOptions& options_;
    std::ostream& out_;
    Random random_;
    Cast cast_;
    std::vector<Trouble> troubles_;
    SmallDisk disk_;
    e2e::Simulator sim_;
    Relay relay_;
    e2e::Gateway gateway_;
    Tape tape_;
    e2e::RawPeer cue_;
    Tally tally_;
    std::vector<Kill> kills_;
    std::vector<Rest> rests_;
    std::vector<std::string> findings_;
    bool disk_is_full_ = false;
    bool saw_full_disk_ = false; // this life of the gateway; it may still be on its way out
};

} // namespace

std::string Outcome::line() const {
    const auto counted = [](auto number, const char* what) {
        return std::to_string(number) + " " + what;
    };
    return "chaos: " + counted(tally.rounds, "rounds, ") + counted(tally.kills, "kills (") +
           counted(tally.fan_outs.in_the_middle, "in the middle of a fan-out, ") +
           counted(tally.fan_outs.before_the_first, "before its first order), ") +
           counted(tally.stops, "stops, ") + counted(tally.cuts, "cuts, ") +
           counted(tally.slowed, "slowed, ") + counted(tally.full_disks, "full disks, ") +
           counted(tally.restarts, "restarts, ") + counted(tally.orders, "orders; ") + "lost " +
           std::to_string(verdict.lost.size()) + ", doubled " +
           std::to_string(verdict.doubled.size()) + ", unexplained " +
           std::to_string(verdict.unexplained.size());
}

Outcome run_campaign(const CampaignOptions& options, std::ostream& out) {
    Campaign campaign(options, out);
    return campaign.run();
}

} // namespace lockstep::chaos
