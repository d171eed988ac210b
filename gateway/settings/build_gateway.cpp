#include "settings/build.hpp"
#include "settings/typed.hpp"

#include <system_error>
#include <unistd.h>

namespace lockstep {

namespace {

namespace fs = std::filesystem;

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || (host.starts_with("127.") && read_ip(host));
}

// The directory, or the nearest one above it that exists: where it would be made.
fs::path existing_part(fs::path path) {
    std::error_code trouble;
    while (!fs::exists(path, trouble) && path.has_relative_path()) path = path.parent_path();
    return path;
}

void check_data_directory(const Value& value, const fs::path& path, Problems& problems) {
    const fs::path there = existing_part(path);
    std::error_code trouble;
    const auto refuse = [&](const std::string& why) {
        blame(problems, "DataDirectory", value, Error{why + "; name a directory of its own"});
    };
    if (!fs::is_directory(there, trouble)) {
        refuse(there == path ? "is not a directory" : "lies below a file");
    } else if (access(there.c_str(), W_OK | X_OK) != 0) {
        refuse("cannot be written to");
    }
}

void build_console(const EffectiveSection& section, GatewayConfig& gateway, Problems& problems) {
    const auto console = read_of(section, "ConsoleAddress", read_address);
    if (!console) return;
    gateway.console = *console;
    if (console->host == "localhost") gateway.console.host = "127.0.0.1";
    const Value& value = *section.find("ConsoleAddress");
    if (!is_loopback(console->host)) {
        blame(problems, "ConsoleAddress", value,
              Error{"would let other machines in without encryption; use 127.0.0.1, and reach it "
                    "from elsewhere through a tunnel"});
    } else if (console->port == 0) {
        problems.warning(value.where, "ConsoleAddress takes any free port",
                         "name a port, unless this is a test");
    }
}

} // namespace

void build_gateway(Sections& sections, Settings& settings, Problems& problems) {
    EffectiveSection& section = sections.front();
    GatewayConfig& gateway = settings.gateway;
    if (const Value* directory = section.find("DataDirectory")) {
        gateway.data_directory = resolved_path(*directory);
        check_data_directory(*directory, gateway.data_directory, problems);
        section.show("DataDirectory", gateway.data_directory.string());
    }
    build_console(section, gateway, problems);
    gateway.durability = choice_of<Durability>(
        section, "Durability", {{"process", Durability::process}, {"power", Durability::power}});
    if (const auto size_kib = read_of(section, "JournalSegmentSize", read_whole)) {
        gateway.journal_segment_bytes = static_cast<std::uint64_t>(*size_kib) << 10;
    }
    gateway.busy_poll = boolean_of(section, "BusyPoll");
    gateway.log_level = choice_of<LogLevel>(section, "LogLevel",
                                            {{"info", LogLevel::info},
                                             {"trace", LogLevel::trace},
                                             {"debug", LogLevel::debug},
                                             {"warning", LogLevel::warning},
                                             {"error", LogLevel::error}});
}

std::vector<EffectiveSection*> sections_of(Sections& sections, SectionKind kind) {
    std::vector<EffectiveSection*> found;
    for (EffectiveSection& section : sections) {
        if (section.kind() == kind) found.push_back(&section);
    }
    return found;
}

std::vector<const EffectiveSection*> sections_of(const Sections& sections, SectionKind kind) {
    std::vector<const EffectiveSection*> found;
    for (const EffectiveSection& section : sections) {
        if (section.kind() == kind) found.push_back(&section);
    }
    return found;
}

} // namespace lockstep
