#include "bench/wire/subject.hpp"

#include "bench/wire/fix_text.hpp"
#include "e2e/loopback.hpp"
#include "e2e/settings_text.hpp"

#include <sched.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace lockstep::bench {

namespace {

namespace fs = std::filesystem;

constexpr int subject_core = 0;

std::string beside_this_program(const std::string& name) {
    return (fs::read_symlink("/proc/self/exe").parent_path() / name).string();
}

// The one that children inherit is set for the moment of the start.
std::unique_ptr<e2e::Process> start_pinned(const std::vector<std::string>& command,
                                           const fs::path& log) {
    cpu_set_t before;
    sched_getaffinity(0, sizeof before, &before);
    stay_on_core(subject_core);
    auto process = std::make_unique<e2e::Process>(command, log);
    sched_setaffinity(0, sizeof before, &before);
    return process;
}

// The port in a line "port N" of its log.
std::uint16_t port_in(e2e::Process& process) {
    std::uint16_t port = 0;
    e2e::wait_until([&] {
        std::istringstream words(process.log());
        for (std::string word; words >> word;) {
            if (word == "port") words >> port;
        }
        return port != 0 || !process.is_running();
    });
    return port;
}

// Every limit is there and none is met.
std::string every_limit() {
    return "MaxContracts=100000\nMaxOrderQuantity=1000\nMaxNotional=900000000\n"
           "PriceCollarTicks=100000\nMarkMaxAge=3600\nMaxOrdersPerSecond=1000\n"
           "MaxExecutionsPerDay=100000\nDailyLossLimit=40000\nMaxDrawdown=40000\n"
           "DrawdownMode=trailing\nOnBreach=flatten\nMaxDrift=1000/60\n";
}

std::string gateway_settings(int followers, CopyMode mode, Durability durability,
                             std::uint16_t port, bool busy_poll) {
    std::string text =
        e2e::measured_head(std::string("Durability=") +
                           (durability == Durability::power ? "power\n" : "process\n") +
                           (busy_poll ? "BusyPoll=Y\n" : "")) +
        e2e::listens("LEADER", "MarketData=Y\n") + e2e::leader("LEAD1", "LEADER");
    for (int i = 0; i < followers; ++i) {
        const std::string number = std::to_string(i);
        text += e2e::dials("BROKER" + number, port, "MaxMessagesPerSecond=10000\n") +
                e2e::follower("F" + number, "LEAD1", "BROKER" + number,
                              std::string("CopyMode=") +
                                  (mode == CopyMode::fills ? "fills" : "orders") +
                                  "\nSizing=multiplier\nSizingValue=1\n" + every_limit());
    }
    return text;
}

std::uint16_t gateway_port(const fs::path& folder) {
    std::uint16_t port = 0;
    e2e::wait_until([&] {
        std::istringstream lines(e2e::text_of(folder / "data" / "ports"));
        std::string id;
        lines >> id >> port;
        return port != 0;
    });
    return port;
}

} // namespace

void stay_on_core(int core) {
    if (std::thread::hardware_concurrency() < 2) return;
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    sched_setaffinity(0, sizeof cores, &cores);
}

void Subject::come_up(std::uint16_t leader_port) {
    if (leader_port == 0 || !load_.log_on(leader_port, std::chrono::seconds(60))) {
        throw std::runtime_error(name_ + " does not come up:\n" + process_->log());
    }
}

std::unique_ptr<Subject> Subject::relay(int followers, const fs::path& folder) {
    std::unique_ptr<Subject> made(new Subject(Kind::relay, "relay", followers));
    made->process_ =
        start_pinned({beside_this_program("bench-relay"),
                      std::to_string(made->load_.follower_port()), std::to_string(followers)},
                     folder / "relay.log");
    made->come_up(port_in(*made->process_));
    return made;
}

std::unique_ptr<Subject> Subject::copier(int followers, const fs::path& folder) {
    std::unique_ptr<Subject> made(new Subject(Kind::copier, "stock QuickFIX", followers));
    made->process_ =
        start_pinned({beside_this_program("bench-copier"), std::to_string(e2e::free_port()),
                      std::to_string(made->load_.follower_port()), std::to_string(followers),
                      (folder / "copier").string()},
                     folder / "copier.log");
    made->come_up(port_in(*made->process_));
    return made;
}

std::unique_ptr<Subject> Subject::gateway(int followers, CopyMode mode, Durability durability,
                                          const fs::path& folder, bool busy_poll) {
    const std::string name =
        std::string("lockstep, ") + (mode == CopyMode::fills ? "fills" : "orders") +
        (durability == Durability::power ? ", power" : "") + (busy_poll ? ", busy" : "");
    std::unique_ptr<Subject> made(new Subject(Kind::gateway, name, followers));
    made->mode_ = mode;
    made->busy_ = busy_poll;
    made->waits_for_disk_ = durability == Durability::power;
    made->data_ = folder / name / "data";
    const fs::path place = folder / name;
    fs::create_directories(place);
    e2e::write_text(
        place / "lockstep.cfg",
        gateway_settings(followers, mode, durability, made->load_.follower_port(), busy_poll));
    made->process_ = start_pinned(
        {e2e::gateway_program(), "run", (place / "lockstep.cfg").string()}, place / "lockstep.log");
    made->come_up(gateway_port(place));
    made->end_turn();
    return made;
}

void Subject::take_turn() {
    if (busy_) process_->signal(SIGCONT);
    load_.pass_time_until(now_ns() + 20'000'000);
}

void Subject::end_turn() {
    if (busy_) process_->signal(SIGSTOP);
}

std::int64_t Subject::cpu_ns() const {
    clockid_t clock{};
    timespec now{};
    if (clock_getcpuclockid(process_->id(), &clock) != 0) return 0;
    if (clock_gettime(clock, &now) != 0) return 0;
    return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

double Subject::user_share() const {
    constexpr int user_field = 14; // proc(5), /proc/PID/stat; the name, field 2, has no blanks here
    std::ifstream file("/proc/" + std::to_string(process_->id()) + "/stat");
    std::string word;
    for (int i = 1; i < user_field; ++i) file >> word;
    double user = 0;
    double system = 0;
    file >> user >> system;
    return user + system > 0 ? user / (user + system) : 0;
}

std::int64_t Subject::resident_kb() const {
    std::ifstream file("/proc/" + std::to_string(process_->id()) + "/status");
    for (std::string word; file >> word;) {
        std::int64_t kb = 0;
        if (word == "VmRSS:" && file >> kb) return kb;
    }
    return 0;
}

} // namespace lockstep::bench
