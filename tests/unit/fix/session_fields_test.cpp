// Whole messages with wrong fields, on a session that is up: each has one stated outcome, and the
// session goes on or ends with a reason.
#include "peer_bench.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

const std::string header = "49=PEER|56=LOCKSTEP|52=20260105-14:30:00.000|";
const std::string body = "37=1|17=E|150=0|39=0|11=C|";

// "35=3 373=5 371=36" of every Reject that was seen, "35=5" and its text of a Logout.
std::string answers_in(const std::string& seen) {
    std::string answers;
    const auto field = [](const std::string& message, const std::string& tag) {
        const std::size_t at = message.find("|" + tag + "=");
        if (at == message.npos) return std::string();
        return " " + message.substr(at + 1, message.find('|', at + 1) - at - 1);
    };
    for (std::size_t at = 0; (at = seen.find("8=FIX", at)) != seen.npos; ++at) {
        const std::string message = seen.substr(at, seen.find("|10=", at) - at) + "|";
        if (message.find("|35=3|") != message.npos) {
            answers += "reject" + field(message, "373") + field(message, "371") + "; ";
        }
        if (message.find("|35=5|") != message.npos) {
            answers += "logout" + field(message, "58") + "; ";
        }
        if (message.find("|35=2|") != message.npos) {
            answers += "asks" + field(message, "7") + "; ";
        }
    }
    return answers;
}

struct FieldRow {
    const char* trouble;
    std::string message; // number 2 of the peer
    std::string outcome; // what is heard, what is answered, whether the session ends
};
void PrintTo(const FieldRow& row, std::ostream* out) { *out << row.trouble; }

class SessionFields : public SessionPeer, public testing::WithParamInterface<FieldRow> {};

TEST_P(SessionFields, HaveTheStatedOutcome) {
    open_and_log_on();
    peer.write(GetParam().message);
    peer.send("1", "112=done|", 3);
    ASSERT_TRUE(
        until([&] { return peer.has_seen("|112=done|") || peer.is_closed() || !bench->is_up(); }));
    std::string outcome;
    for (const Bench::Heard& heard : bench->heard) {
        outcome += "heard " + heard.type + ":" + std::to_string(heard.number) + " " +
                   heard.cl_ord_id + "; ";
    }
    outcome += answers_in(peer.seen());
    outcome += bench->is_up() ? "up" : "down: " + bench->states.back().why;
    EXPECT_EQ(outcome, GetParam().outcome);
    EXPECT_LE(bench->status().next_number_in, 4);
    expect_other_unharmed();
}

std::string message(const std::string& text) { return wire::message(text); }

// The session goes on once the peer has sent number 2 again, or filled the gap.
const std::string asked_for = "asks 7=2; down: messages of the peer are missing and asked for";

const FieldRow rows[] = {
    {"nothing", message("35=8|34=2|" + header + body), "heard 8:2 C; up"},
    {"34= twice", message("35=8|34=2|34=3|" + header + body), "reject 373=13 371=34; up"},
    {"35= twice", message("35=8|35=0|34=2|" + header + body), "reject 373=13 371=35; up"},
    {"35= again in the body", message("35=8|34=2|" + header + body + "35=0|"),
     "reject 373=13 371=35; up"},
    {"49= twice, the second of somebody else",
     message("35=8|34=2|49=PEER|49=EVIL|56=LOCKSTEP|52=20260105-14:30:00|" + body),
     "reject 373=13 371=49; up"},
    {"49= twice, the first of somebody else",
     message("35=8|34=2|49=EVIL|49=PEER|56=LOCKSTEP|52=20260105-14:30:00|" + body),
     "reject 373=13 371=49; up"},
    {"11= twice", message("35=8|34=2|" + header + body + "11=D|"), "reject 373=13 371=11; up"},
    {"38= twice", message("35=8|34=2|" + header + body + "38=1|38=2|"), "reject 373=13 371=38; up"},
    {"34= again in the body", message("35=8|34=2|" + header + body + "34=9|"),
     "reject 373=13 371=34; up"},
    {"49= of somebody else in the body", message("35=8|34=2|" + header + body + "49=EVIL|"),
     "reject 373=13 371=49; up"},
    {"43=Y in the body", message("35=8|34=2|" + header + body + "43=Y|"), "heard 8:2 C; up"},
    // groups that a copier does not read; those that it reads are the decoder's to judge
    {"a group of none", message("35=8|34=2|" + header + body + "453=0|"), "heard 8:2 C; up"},
    {"a group of -1", message("35=8|34=2|" + header + body + "453=-1|448=A|447=D|452=1|"),
     "heard 8:2 C; up"},
    {"a group of a thousand million",
     message("35=8|34=2|" + header + body + "453=1000000000|448=A|447=D|452=1|"),
     "heard 8:2 C; up"},
    {"a group of more than there are",
     message("35=8|34=2|" + header + body + "453=3|448=A|447=D|452=1|"), "heard 8:2 C; up"},
    {"a group of fewer than there are",
     message("35=8|34=2|" + header + body + "453=1|448=A|447=D|452=1|448=B|447=D|452=1|"),
     "heard 8:2 C; up"},
    {"a group in a group",
     message("35=8|34=2|" + header + body + "453=1|448=A|447=D|452=1|802=1|523=X|803=1|"),
     "heard 8:2 C; up"},
    {"a group in a group of none",
     message("35=8|34=2|" + header + body + "453=1|448=A|447=D|452=1|802=9|523=X|803=1|"),
     "heard 8:2 C; up"},
    {"an unknown message", message("35=ZZ|34=2|" + header + "58=x|"), "reject 373=11; up"},
    {"a message in lower case", message("35=z|34=2|" + header + "58=x|"), "reject 373=11; up"},
    {"a message of many letters", message("35=EXECUTIONREPORT|34=2|" + header + body),
     "reject 373=11; up"},
    {"a message of the user's own", message("35=U1|34=2|" + header + "58=x|"), "reject 373=11; up"},
    {"34=0", message("35=8|34=0|" + header + body),
     "logout 58=MsgSeqNum too low, expecting 2 but received 0; down: MsgSeqNum too low, expecting "
     "2 but received 0"},
    {"34= of the message before", message("35=8|34=1|" + header + body),
     "logout 58=MsgSeqNum too low, expecting 2 but received 1; down: MsgSeqNum too low, expecting "
     "2 but received 1"},
    {"34= of nine nines", message("35=8|34=999999999|" + header + body), asked_for},
    {"36= lower than expected", message("35=4|34=2|" + header + "36=1|"),
     "reject 373=5; " + asked_for},
    {"36= lower than expected, as a gap fill", message("35=4|34=2|" + header + "123=Y|36=2|"),
     asked_for},
    {"36=0", message("35=4|34=2|" + header + "36=0|"), "reject 373=5; " + asked_for},
    {"36= of eleven digits", message("35=4|34=2|" + header + "36=99999999999|"),
     "reject 373=5 371=36; " + asked_for},
    {"36= missing", message("35=4|34=2|" + header), "reject 373=1 371=36; " + asked_for},
    {"7= above 16=", message("35=2|34=2|" + header + "7=5|16=2|"), "reject 373=5 371=7; up"},
    {"7=1 16=0", message("35=2|34=2|" + header + "7=1|16=0|"), "up"},
    {"52= in the future", message("35=8|34=2|49=PEER|56=LOCKSTEP|52=20990105-14:30:00|" + body),
     "heard 8:2 C; up"},
    {"52= in 1970", message("35=8|34=2|49=PEER|56=LOCKSTEP|52=19700101-00:00:00|" + body),
     "heard 8:2 C; up"},
    {"52= with second 60", message("35=8|34=2|49=PEER|56=LOCKSTEP|52=20261231-23:59:60|" + body),
     "heard 8:2 C; up"},
    {"52= with nine decimals",
     message("35=8|34=2|49=PEER|56=LOCKSTEP|52=20260105-14:30:00.123456789|" + body),
     "heard 8:2 C; up"},
    {"52= is no time", message("35=8|34=2|49=PEER|56=LOCKSTEP|52=now|" + body),
     "reject 373=6 371=52; up"},
    {"52= missing", message("35=8|34=2|49=PEER|56=LOCKSTEP|" + body),
     "down: 34=, 49=, 52= or 56= is missing or cannot be read"},
    {"141=Y in mid-session", message("35=A|34=1|" + header + "98=0|108=30|141=Y|"), asked_for},
    {"a second Logon", message("35=A|34=2|" + header + "98=0|108=30|"),
     "down: Logon state is not valid for message"},
    {"43=Y with a number never used",
     message("35=8|34=2|43=Y|122=20260105-14:30:00|" + header + body), "heard 8:2 C; up"},
    {"43=Y without 122=", message("35=8|34=1|43=Y|" + header + body),
     "reject 373=1 371=122; " + asked_for},
    {"43=Y with 122= after 52=", message("35=8|34=1|43=Y|122=20260105-15:30:00|" + header + body),
     "reject 373=10; logout; down: logging out"},
    {"112= missing", message("35=1|34=2|" + header), "reject 373=1 371=112; up"},
};

INSTANTIATE_TEST_SUITE_P(All, SessionFields, testing::ValuesIn(rows));

TEST_F(SessionPeer, LogonsWithOddFields) {
    struct LogonRow {
        const char* trouble;
        const char* fields;
        const char* answered; // a part of our Logon
    };
    const LogonRow logons[] = {
        {"no heartbeats", "98=0|108=0|", "|108=0|"},
        {"a heartbeat a second", "98=0|108=1|", "|108=1|"},
        {"a heartbeat a day", "98=0|108=86400|", "|108=86400|"},
        {"encryption is not spoken", "98=1|108=30|", "|98=0|108=30|"},
        {"a repeat that is none", "43=Y|122=20260105-14:30:00|98=0|108=30|", "|98=0|108=30|"},
        {"OrigSendingTime alone", "122=20260105-14:30:00|98=0|108=30|", "|98=0|108=30|"},
        {"a reset", "141=Y|98=0|108=30|", "|34=1|"},
    };
    for (const LogonRow& row : logons) {
        open();
        peer.dial(bench->port());
        peer.send("A", row.fields, 1);
        EXPECT_TRUE(until([&] { return bench->is_up(); }))
            << row.trouble << ": " << bench->status().last_error;
        EXPECT_TRUE(peer.has_seen(row.answered)) << row.trouble << ": " << peer.seen();
        EXPECT_EQ(bench->status().next_number_in, 2) << row.trouble;
        bench.reset();
        other.next_out = 1;
    }
}

} // namespace
} // namespace lockstep
