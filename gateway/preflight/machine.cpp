#include "journal/file.hpp"
#include "preflight/preflight.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <sys/statvfs.h>
#include <sys/timex.h>

#include <fcntl.h>
#include <unistd.h>

#include <chrono>

namespace lockstep {

namespace {

namespace fs = std::filesystem;
namespace asio = boost::asio;

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
constexpr std::uint64_t log_bytes_a_day = 256 * mebibyte; // message logs and snapshots
constexpr std::chrono::milliseconds slow_sync{50};
constexpr Timestamp year_2025(1'735'689'600'000'000'000);
constexpr Timestamp year_2100(4'102'444'800'000'000'000);

// A journal in use has a segment and a spare; a busy day fills two more.
PreflightRow check_space(const GatewayConfig& gateway) {
    struct statvfs disk{};
    if (::statvfs(gateway.data_directory.c_str(), &disk) != 0) {
        return {Verdict::fail, "disk", gateway.data_directory.string() + " cannot be looked at"};
    }
    const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    const std::uint64_t least = 2 * gateway.journal_segment_bytes;
    const std::uint64_t day = 2 * least + log_bytes_a_day;
    const auto mib = [](std::uint64_t bytes) { return std::to_string(bytes / mebibyte) + " MiB"; };
    const Verdict verdict = free < least ? Verdict::fail : free < day ? Verdict::warn : Verdict::ok;
    return {verdict, "disk",
            mib(free) + " free; a start needs " + mib(least) + ", a busy day " + mib(day)};
}

// Writes and syncs a file as the journal would, and takes it away.
PreflightRow check_write(const GatewayConfig& gateway) {
    const fs::path path = gateway.data_directory / "preflight.tmp";
    const auto began = std::chrono::steady_clock::now();
    Result<void> done = [&]() -> Result<void> {
        auto file = File::open(path, O_RDWR | O_CREAT | O_TRUNC);
        if (!file) return std::unexpected(file.error());
        if (auto said = file->write_at("lockstep\n", 0); !said) return said;
        return file->sync(::fsync);
    }();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    std::error_code ignored;
    fs::remove(path, ignored);
    if (!done) return {Verdict::fail, "disk", done.error().what};
    const bool is_slow = gateway.durability == Durability::power && took > slow_sync;
    return {is_slow ? Verdict::warn : Verdict::ok, "disk",
            "can be written; a sync took " + std::to_string(took.count()) + " ms" +
                (is_slow ? ", and with Durability=power each order waits for one" : "")};
}

std::vector<PreflightRow> check_kill_file(const GatewayConfig& gateway) {
    const fs::path file = gateway.data_directory / "kill";
    std::error_code trouble;
    if (!fs::exists(file, trouble) && !trouble) return {};
    return {{Verdict::fail, "kill file",
             file.string() + " is there, so every account would be halted"}};
}

PreflightRow check_console(const GatewayConfig& gateway) {
    asio::io_context io;
    boost::system::error_code error;
    const auto host = asio::ip::make_address(gateway.console.host, error);
    const std::string where = gateway.console.host + ":" + std::to_string(gateway.console.port);
    if (error) return {Verdict::fail, "console", where + " is no address"};
    asio::ip::tcp::acceptor acceptor(io);
    acceptor.open(host.is_v4() ? asio::ip::tcp::v4() : asio::ip::tcp::v6(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind({host, gateway.console.port}, error);
    if (!error) acceptor.listen(1, error);
    if (error) return {Verdict::fail, "console", where + ": " + error.message()};
    return {Verdict::ok, "console", where + " can be listened on"};
}

PreflightRow check_clock(Timestamp now) {
    if (now < year_2025 || now > year_2100) {
        return {Verdict::fail, "clock", "this machine's day cannot be right"};
    }
    timex state{};
    const int kept = ::adjtimex(&state); // reads alone
    if (kept < 0) return {Verdict::warn, "clock", "the system does not say whether it is kept"};
    const bool is_kept = kept != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
    if (!is_kept) {
        return {Verdict::warn, "clock",
                "the system says that nothing keeps it in time (NTP); the age of signals goes by "
                "it"};
    }
    return {Verdict::ok, "clock",
            "kept in time, to " + std::to_string(state.maxerror / 1000) + " ms at worst"};
}

} // namespace

std::vector<PreflightRow> check_machine(const GatewayConfig& gateway, Timestamp now) {
    std::vector<PreflightRow> rows{check_clock(now), check_space(gateway), check_write(gateway)};
    for (PreflightRow& row : check_kill_file(gateway)) rows.push_back(std::move(row));
    rows.push_back(check_console(gateway));
    return rows;
}

} // namespace lockstep
