#include "settings/domains.hpp"
#include "settings/key_lists.hpp"
#include "settings/values.hpp"

namespace lockstep {

std::vector<Key> gateway_keys() {
    constexpr auto kind = SectionKind::defaults;
    return {
        {.name = "DataDirectory",
         .kind = kind,
         .meaning = "Folder of the journal, the sequence numbers, the message logs and the token. "
                    "It belongs to one running gateway.",
         .domain = domain::text(1000),
         .default_value = "var/lockstep",
         .is_path = true},
        {.name = "ConsoleAddress",
         .kind = kind,
         .meaning = "Where the gateway answers HTTP, on this machine only. Port 0 takes any free "
                    "port.",
         .domain = domain::read_by("HOST:PORT on the loopback", read_address),
         .default_value = "127.0.0.1:8080"},
        {.name = "Durability",
         .kind = kind,
         .meaning = "When an event counts as written: `process` survives any crash of the gateway, "
                    "`power` also a power cut, at the price of a disk sync before each order.",
         .domain = domain::choice({"process", "power"}),
         .default_value = "process"},
        {.name = "JournalSegmentSize",
         .kind = kind,
         .meaning = "Disk space of one journal segment, taken before it is needed. When no more "
                    "can be had, what is left of the last one and of a spare is all there is.",
         .domain = domain::whole(256, 1'048'576, "KiB"),
         .default_value = "65536"},
        {.name = "BusyPoll",
         .kind = kind,
         .meaning = "The engine never sleeps: one core is always busy, and the first order leaves "
                    "sooner by the time that waking a thread takes.",
         .domain = domain::boolean(),
         .default_value = "N"},
        {.name = "LogLevel",
         .kind = kind,
         .meaning = "The least important line that the gateway's own log keeps.",
         .domain = domain::choice({"trace", "debug", "info", "warning", "error"}),
         .default_value = "info"},
    };
}

} // namespace lockstep
