#include "engine/run.hpp"

#include "codec/utc_text.hpp"
#include "console/server.hpp"
#include "engine/crash_watch.hpp"
#include "engine/data_files.hpp"
#include "engine/engine.hpp"
#include "fix/wall_clock.hpp"
#include "journal/data_directory_lock.hpp"
#include "replay/source.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <sys/resource.h>

#include <csignal>
#include <iostream>
#include <stdexcept>

namespace lockstep {

namespace {

namespace fs = std::filesystem;

template <class Value> Value must(Result<Value> result) {
    if (!result) throw std::runtime_error(result.error().what);
    if constexpr (!std::is_void_v<Value>) return std::move(*result);
}

// Every session takes a descriptor, and the usual soft limit is 1,024.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

// Passwords are in memory while the sessions live, so no image of it goes to the disk.
void forbid_core_dumps() {
    const rlimit none{};
    setrlimit(RLIMIT_CORE, &none);
}

// A new journal does not remember what is held, so the old one is kept beside it.
void put_journal_aside(const fs::path& data_directory, Timestamp now) {
    const fs::path journal = data_directory / "journal";
    if (!fs::exists(journal)) return;
    fs::rename(journal, data_directory / ("journal-until-" + utc_text(now)));
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

void print_banner(const Settings& settings, const RunOptions& options, const Engine& engine,
                  std::uint16_t console_port, const fs::path& log, std::ostream& out) {
    const GatewayConfig& gateway = settings.gateway;
    out << "lockstep " << options.version << "\n"
        << "settings    " << gateway.settings_file.string() << "\n"
        << "data        " << gateway.data_directory.string() << " (durability "
        << name(gateway.durability) << ")\n"
        << "log         " << log.string() << "\n"
        << "console     http://" << gateway.console.host << ":" << console_port << "\n";
    for (const auto& [session, port] : engine.accept_ports()) {
        out << "listening   " << session << " on port " << port << "\n";
    }
    for (const SessionConfig& session : settings.sessions) {
        if (session.connection_type != ConnectionType::initiator) continue;
        out << "dialling    " << session.id() << " at " << session.endpoints.front().host << ":"
            << session.endpoints.front().port << "\n";
    }
    for (std::uint32_t i = 0; i < settings.router.leaders.size(); ++i) {
        std::vector<std::string> followers;
        for (const FollowerConfig& follower : settings.router.followers) {
            if (follower.leader == LeaderId{i}) followers.push_back(follower.account);
        }
        out << "leader      " << settings.router.leaders[i].account << " is followed by "
            << (followers.empty() ? "nobody" : joined(followers)) << "\n";
    }
    for (const OtherOwner& other : gateway.other_owners) {
        out << "attested    " << settings.router.followers[other.follower.index].account
            << " belongs to " << other.owner << ", its leader to " << other.leader_owner << ": "
            << other.attestation << "\n";
    }
    out << "running; SIGTERM or Ctrl-C stops it" << std::endl;
}

// Asks the engine to stop at a signal; a second one does no more than the first.
class Signals {
  public:
    Signals(boost::asio::io_context& io, Engine& engine)
        : signals_(io, SIGTERM, SIGINT), engine_(engine) {
        wait();
    }

  private:
    void wait() {
        signals_.async_wait([this](boost::system::error_code error, int) {
            if (error) return;
            engine_.stop();
            wait();
        });
    }

    boost::asio::signal_set signals_;
    Engine& engine_;
};

// The console and its port files, for as long as the engine runs.
class Console {
  public:
    Console(const Settings& settings, const std::string& token, Engine& engine)
        : directory_(settings.gateway.data_directory),
          server_(settings.gateway.console.host, settings.gateway.console.port, token,
                  engine.console_hooks()) {
        server_.start();
        must(write_console_port(directory_, server_.port()));
        must(write_ports(directory_, engine.accept_ports()));
    }
    ~Console() { remove_ports(directory_); }
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    std::uint16_t port() const { return server_.port(); }

  private:
    fs::path directory_;
    ConsoleServer server_;
};

// A journal whose reading kills the process is not read for ever.
void refuse_to_die_again(const CrashWatch& watch, const fs::path& data_directory) {
    if (watch.cut_short_reading() < CrashWatch::crashes_max) return;
    throw std::runtime_error(
        "the last " + std::to_string(watch.cut_short_reading()) +
        " starts all died while they read the journal back: its newest event does that. Keep a "
        "copy of " +
        (data_directory / "journal").string() +
        ", see with `lockstep journal` what it ends with, and look at the accounts with their "
        "brokers. To try again, remove " +
        (data_directory / "starts").string() +
        "; to begin another journal, start with "
        "--new-journal");
}

// What the last starts came to, once the journal is read.
std::string observe_if_looping(CrashWatch& watch, Engine& engine) {
    const std::size_t crashes = watch.cut_short();
    must(watch.lives(engine.last_life_did_business()));
    if (!watch.is_looping()) return {};
    const std::string why = "the last " + std::to_string(crashes) +
                            " starts all ended in a crash: the accounts observe, nothing leaves "
                            "until an operator resumes them";
    engine.observe(why);
    return why;
}

// Says that this life goes well once it is a minute old.
class Minute {
  public:
    Minute(boost::asio::io_context& io, CrashWatch& watch) : timer_(io, std::chrono::minutes(1)) {
        timer_.async_wait([&watch](boost::system::error_code error) {
            if (!error) watch.is_well();
        });
    }

  private:
    boost::asio::steady_timer timer_;
};

void run_until_stopped(boost::asio::io_context& io, bool busy_poll) {
    if (!busy_poll) io.run();
    while (!io.stopped()) io.poll();
}

int run(const Settings& settings, const RunOptions& options, std::ostream& out) {
    const fs::path& data_directory = settings.gateway.data_directory;
    raise_descriptor_limit();
    forbid_core_dumps();
    std::signal(SIGPIPE, SIG_IGN);
    const Timestamp now = wall_clock_now();
    const auto lock = must(DataDirectoryLock::acquire(data_directory, now));
    if (options.new_journal) {
        put_journal_aside(data_directory, now);
        fs::remove(data_directory / "starts");
    }
    const std::string token = must(ensure_token(data_directory));
    EngineLog log(data_directory, settings.gateway.log_level);
    log->info("lockstep {} starts with {}", options.version,
              settings.gateway.settings_file.string());
    auto watch = must(CrashWatch::begin(data_directory));
    boost::asio::io_context io{1};
    bool failed = false;
    bool began = false;
    Engine engine(io, settings, options.version, log, [&](bool journal_failed) {
        failed = journal_failed;
        io.stop();
    });
    try {
        must(keep_settings(settings));
        refuse_to_die_again(watch, data_directory);
        engine.recover(options.changed_settings);
        const std::string observing = observe_if_looping(watch, engine);
        const Minute minute(io, watch);
        engine.start();
        const Console console(settings, token, engine);
        const Signals signals(io, engine);
        if (!observing.empty()) out << "OBSERVING   " << observing << "\n";
        print_banner(settings, options, engine, console.port(), log.file(), out);
        began = true;
        run_until_stopped(io, settings.gateway.busy_poll);
    } catch (const std::exception& error) {
        if (!began) watch.was_refused();         // it tells why; what comes later counts as a crash
        log->info("ended by: {}", error.what()); // whoever started it is told on standard error
        throw;
    }
    if (failed) {
        watch.was_refused(); // it has said why
    } else {
        watch.is_well();
    }
    return failed ? 1 : 0;
}

} // namespace

int run_gateway(Settings settings, const RunOptions& options, std::ostream& out) {
    try {
        return run(settings, options, out);
    } catch (const std::exception& error) {
        std::cerr << "lockstep: " << error.what() << "\n";
        return 1;
    }
}

} // namespace lockstep
