#include "settings/domains.hpp"
#include "settings/key_lists.hpp"
#include "settings/values.hpp"

namespace lockstep {

std::vector<Key> session_keys() {
    constexpr auto kind = SectionKind::session;
    return {
        {.name = "SocketAcceptAddress",
         .kind = kind,
         .meaning =
             "Acceptor: the address of this machine to listen on. (QuickFIX listens on all.)",
         .domain = domain::read_by("an IP address", read_ip),
         .default_value = "127.0.0.1"},
        {.name = "TimeZone",
         .kind = kind,
         .meaning = "Zone of StartTime and EndTime, as the system's zone database names it.",
         .domain = domain::read_by("a zone name", read_zone),
         .default_value = "UTC"},
        {.name = "Username",
         .kind = kind,
         .meaning = "Tag 553 of the Logon: what an initiator sends, what an acceptor demands.",
         .domain = domain::text(64)},
        {.name = "Password",
         .kind = kind,
         .meaning = "Tag 554 of the Logon, in the same way. Write ${NAME}: a password in the file "
                    "is warned of.",
         .domain = domain::text(256),
         .is_secret = true},
        {.name = "PasswordFile",
         .kind = kind,
         .meaning = "A file whose only line is the password, closed to other users (chmod 600).",
         .domain = domain::text(1000),
         .is_path = true},
        {.name = "MarketData",
         .kind = kind,
         .meaning = "Ask this session for prices (35=V) to value open positions with.",
         .domain = domain::boolean(),
         .default_value = "N"},
        {.name = "MassStatus",
         .kind = kind,
         .meaning = "The broker answers a question after all orders of an account (35=AF): one is "
                    "asked where more than three orders are unknown.",
         .domain = domain::boolean(),
         .default_value = "N"},
        {.name = "MaxMessagesPerSecond",
         .kind = kind,
         .meaning = "Messages that the peer allows in a second. The last 30 % are kept for cancels "
                    "and exits; what does not fit waits.",
         .domain = domain::whole(1, 10'000, "a second")},
        {.name = "PositionReports",
         .kind = kind,
         .meaning = "The broker tells what an account holds (35=AN, 35=AP): it is asked after each "
                    "logon, and what no execution explains is shown.",
         .domain = domain::boolean(),
         .default_value = "N"},
        {.name = "Dialect",
         .kind = kind,
         .meaning = "every session speaks plain FIX 4.4 in this version",
         .effect = Effect::refused},
    };
}

} // namespace lockstep
