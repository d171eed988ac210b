#include "engine/run.hpp"

#include "codec/utc_text.hpp"
#include "console/server.hpp"
#include "engine/data_files.hpp"
#include "engine/engine.hpp"
#include "fix/wall_clock.hpp"
#include "journal/data_directory_lock.hpp"
#include "replay/source.hpp"

#include <boost/asio/signal_set.hpp>

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

int run(const Settings& settings, const RunOptions& options, std::ostream& out) {
    const fs::path& data_directory = settings.gateway.data_directory;
    raise_descriptor_limit();
    forbid_core_dumps();
    std::signal(SIGPIPE, SIG_IGN);
    const Timestamp now = wall_clock_now();
    const auto lock = must(DataDirectoryLock::acquire(data_directory, now));
    if (options.new_journal) put_journal_aside(data_directory, now);
    const std::string token = must(ensure_token(data_directory));
    EngineLog log(data_directory, settings.gateway.log_level);
    log->info("lockstep {} starts with {}", options.version,
              settings.gateway.settings_file.string());
    boost::asio::io_context io{1};
    bool failed = false;
    Engine engine(io, settings, options.version, log, [&](bool journal_failed) {
        failed = journal_failed;
        io.stop();
    });
    try {
        must(keep_settings(settings));
        engine.recover(options.changed_settings);
        engine.start();
        const Console console(settings, token, engine);
        const Signals signals(io, engine);
        print_banner(settings, options, engine, console.port(), log.file(), out);
        io.run();
    } catch (const std::exception& error) {
        log->info("ended by: {}", error.what()); // whoever started it is told on standard error
        throw;
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
