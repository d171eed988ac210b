// What single values and keys are taken, and what is said of the others: the small good file with
// one line changed or added.
#include "unit/settings/settings_file.hpp"

#include <sys/stat.h>

namespace lockstep {
namespace {

struct Row {
    const char* section; // where the line is put: after the first line of this text
    const char* line;
    const char* said;
};

const char* const gateway = "[DEFAULT]\n";
const char* const broker = "[SESSION]\nConnectionType=initiator\n";
const char* const leader = "[LEADER]\n";
const char* const follower = "[FOLLOWER]\n";

std::string said_of(const Row& row) {
    const std::string section = row.section;
    return problems_of_text(replaced(small_file, section, section + row.line + "\n"));
}

const Row good_rows[] = {
    {follower, "SizingValue=0.333", ""},
    {follower, "SizingValue=0.000001", ""},
    {follower, "SizingValue=1000000", ""},
    {follower, "SizingValue=002.500000000", ""},
    {follower, "Sizing=fixed\nSizingValue=2.0", ""},
    {follower, "DailyLossLimit=0.0001", ""},
    {follower, "DailyLossLimit=1000000000", ""},
    {follower, "CatchUpAfter=0", ""},
    {follower, "CatchUpAfter=0.000000001", ""},
    {follower, "MaxSignalAge=3600", ""},
    {follower, "RejectBreaker=1000/0.001", ""},
    {follower, "DayRoll=00:00 UTC", ""},
    {follower, "DayRoll=23:59:59   Pacific/Auckland", ""},
    {follower, "InstrumentMap=ES:ES", ""},
    {follower, "AllowedInstruments=ES", ""},
    {follower, "LateEntry=chase\nMaxSlippageTicks=0", ""},
    {follower, "MaxDrawdown=1\nDrawdownMode=trailing\nDrawdownLock=0", ""},
    {leader, "Balance=150000.1234", ""},
    {broker, "HeartBtInt=3600", ""},
    {broker, "StartTime=23:59:59\nEndTime=00:00:00", ""},
    {broker, "StartTime=17:00:00\nEndTime=17:00:00", ""},
    {broker, "StartDay=MONDAY\nEndDay=fr", ""},
    {broker, "heartbtint=20", ""},
    {broker, "Username=$5 and = and \\#", ""},
    {gateway, "ConsoleAddress=localhost:65535", ""},
    {gateway, "ConsoleAddress=127.1.2.3:80", ""},
    {gateway, "ConsoleAddress=[::1]:80", ""},
};

const Row bad_rows[] = {
    {follower, "SizingValue=NaN",
     "a.cfg:24: SizingValue=NaN is not a number; write digits with at most one point, such as 0.5"},
    {follower, "SizingValue=+1",
     "a.cfg:24: SizingValue=+1 is not a number; write digits with at most one point, such as 0.5"},
    {follower, "SizingValue=0x10",
     "a.cfg:24: SizingValue=0x10 is not a number; write digits with at most one point, such as "
     "0.5"},
    {follower, "SizingValue=1,5",
     "a.cfg:24: SizingValue=1,5 is not a number; write digits with at most one point, such as 0.5"},
    {follower, "SizingValue=0.0",
     "a.cfg:24: SizingValue=0.0 is out of range; write above 0, to 1000000, at most 6 decimals"},
    {follower, "SizingValue=1000000.000001",
     "a.cfg:24: SizingValue=1000000.000001 is above 1000000; write a number of at most 1000000"},
    {follower, "SizingValue=1234567890123456789",
     "a.cfg:24: SizingValue=1234567890123456789 is not a number; write digits with at most one "
     "point, such as 0.5"},
    {follower, "DailyLossLimit=1000000000.0001",
     "a.cfg:24: DailyLossLimit=1000000000.0001 is out of range; write an amount above 0, to "
     "1000000000"},
    {follower, "DailyLossLimit=1,000",
     "a.cfg:24: DailyLossLimit=1,000 is not an amount of money; write digits with at most four "
     "decimals, such as 1000 or 1000.50"},
    {follower, "MaxOrderQuantity=100001",
     "a.cfg:24: MaxOrderQuantity=100001 is out of range; write 1 to 100000 contracts"},
    {follower, "MaxOrderQuantity=9999999999999999999",
     "a.cfg:24: MaxOrderQuantity=9999999999999999999 is not a whole number; write digits alone, "
     "without sign or unit"},
    {follower, "MaxSignalAge=3600.1",
     "a.cfg:24: MaxSignalAge=3600.1 is out of range; write above 0, to 3600 seconds"},
    {follower, "MaxSignalAge=0.0000000001",
     "a.cfg:24: MaxSignalAge=0.0000000001 has more than nine decimals; write a shorter number of "
     "seconds"},
    {follower, "MaxSignalAge=500ms",
     "a.cfg:24: MaxSignalAge=500ms is not a time in seconds; write a number alone, such as 0.5"},
    {follower, "CatchUpAfter=999999999999999999",
     "a.cfg:24: CatchUpAfter=999999999999999999 is too long a time; write seconds, without a unit"},
    {follower, "RejectBreaker=5/0",
     "a.cfg:24: RejectBreaker=5/0 is not COUNT/SECONDS; write a count from 1 to 1000 and a time of "
     "at most 3600 seconds, like 5/10"},
    {follower, "RejectBreaker=5/10/2",
     "a.cfg:24: RejectBreaker=5/10/2 is not COUNT/SECONDS; write a count from 1 to 1000 and a time "
     "of at most 3600 seconds, like 5/10"},
    {follower, "DayRoll=17:00America/Chicago",
     "a.cfg:24: DayRoll=17:00America/Chicago is not a time somewhere; write HH:MM ZONE, such as "
     "17:00 America/Chicago"},
    {follower, "JoinMidTrade=y",
     "a.cfg:24: JoinMidTrade=y is neither Y nor N; write one of the two, in capitals"},
    {follower, "JoinMidTrade=Yes",
     "a.cfg:24: JoinMidTrade=Yes is neither Y nor N; write one of the two, in capitals"},
    {follower, "CopyMode=Orders",
     "a.cfg:24: CopyMode=Orders is not one of orders or fills; the nearest one is orders"},
    {follower, "InstrumentMap=ES:ES*1e3",
     "a.cfg:24: InstrumentMap=ES:ES*1e3 has a factor that is no number above zero and up to "
     "1000000 with at most six decimals; write it like ES:MES*10"},
    {follower, "InstrumentMap=ES:ES:ES",
     "a.cfg:24: InstrumentMap=ES:ES:ES has ES:ES:ES where a mapping should stand; write "
     "LEADER:FOLLOWER*FACTOR, such as ES:MES*10"},
    {broker, "HeartBtInt=0", "a.cfg:15: HeartBtInt=0 is out of range; write 1 to 3600 seconds"},
    {broker, "HeartBtInt=30.5",
     "a.cfg:15: HeartBtInt=30.5 is not a whole number; write digits alone, without sign or unit"},
    {broker, "StartTime=12:00:60",
     "a.cfg:15: StartTime=12:00:60 is not a time of day; write HH:MM:SS from 00:00:00 to 23:59:59"},
    {broker, "StartTime=12:00",
     "a.cfg:15: StartTime=12:00 is not a time of day; write HH:MM:SS from 00:00:00 to 23:59:59"},
    {broker, "StartTime=12:00:00 UTC",
     "a.cfg:15: StartTime=12:00:00 UTC is not a time of day; write HH:MM:SS from 00:00:00 to "
     "23:59:59"},
    {broker, "StartDay=m\nEndDay=fr",
     "a.cfg:15: StartDay=m is not a day of the week; write it in English, such as mon or monday"},
    {gateway, "ConsoleAddress=127.0.0.1:70000",
     "a.cfg:2: ConsoleAddress=127.0.0.1:70000 is not HOST:PORT; write an address such as "
     "127.0.0.1:8080"},
    {gateway, "ConsoleAddress=::1:8080",
     "a.cfg:2: ConsoleAddress=::1:8080 is not HOST:PORT; write an address such as 127.0.0.1:8080"},
    {gateway, "ConsoleAddress=127.evil.example:8080",
     "a.cfg:2: ConsoleAddress=127.evil.example:8080 would let other machines in without "
     "encryption; use 127.0.0.1, and reach it from elsewhere through a tunnel"},
    {gateway, "SocketAcceptPort=5001\nConsoleAddress=127.0.0.1:5001",
     "a.cfg:14: SocketAcceptPort is the port of ConsoleAddress; use another port"},
};

TEST(SettingsValues, at_the_edge_of_their_domain_are_taken) {
    for (const Row& row : good_rows) EXPECT_EQ(said_of(row), row.said) << row.line;
}

TEST(SettingsValues, beyond_their_domain_are_named_with_the_remedy) {
    for (const Row& row : bad_rows) EXPECT_EQ(said_of(row), row.said) << row.line;
}

// A password file with these rights and this text, and what is said of it; the password goes to
// `password`.
std::string password_file(const std::string& text, mode_t rights, std::string* password = nullptr) {
    const TemporaryDirectory folder;
    chmod(folder.write("secret", text).c_str(), rights);
    const auto file = folder.write(
        "a.cfg", replaced(small_file, broker, std::string(broker) + "PasswordFile=secret\n"));
    const Checked checked = check_settings(file, test_environment());
    if (password != nullptr && checked.good()) *password = checked.settings->sessions[1].password;
    return replaced(format_problems(checked), folder.path().string() + "/", "");
}

TEST(SettingsSecrets, a_password_file_gives_its_only_line) {
    std::string password;
    EXPECT_EQ(password_file("s3cr#t=$ \\# ${X}\n", 0600, &password), "");
    EXPECT_EQ(password, "s3cr#t=$ \\# ${X}");
    EXPECT_EQ(password_file("s3cret\r\n", 0640, &password), "");
    EXPECT_EQ(password, "s3cret");
    EXPECT_EQ(password_file("s3cret", 0400, &password), "");
    EXPECT_EQ(password, "s3cret");
}

TEST(SettingsSecrets, a_bad_password_file_is_refused_without_showing_it) {
    const std::string open = "a.cfg:15: PasswordFile=secret is open to every user of this machine; "
                             "close it with chmod 600\n";
    const std::string bad = "a.cfg:15: PasswordFile=secret does not hold one line of text; put the "
                            "password on its only line\n";
    EXPECT_EQ(password_file("s3cret\n", 0644), open);
    EXPECT_EQ(password_file("s3cret\n", 0602), open);
    EXPECT_EQ(password_file("", 0600), bad);
    EXPECT_EQ(password_file("\n", 0600), bad);
    EXPECT_EQ(password_file("s3cret\nmore\n", 0600), bad);
    EXPECT_EQ(password_file(std::string("s3\0cret", 7), 0600), bad);
    EXPECT_EQ(password_file(std::string(1000, 'x'), 0600),
              "a.cfg:15: PasswordFile=secret is larger than 258 bytes; name a file that holds the "
              "password and no more\n");
    EXPECT_EQ(problems_of_text(replaced(small_file, broker,
                                        std::string(broker) + "PasswordFile=none\nPassword=x\n")),
              "a.cfg:15: PasswordFile=none does not exist; name a file that holds the password and "
              "no more\n"
              "a.cfg:16: Password and PasswordFile are both given; keep PasswordFile");
}

TEST(SettingsSecrets, a_password_in_the_file_is_warned_of_one_from_the_environment_is_not) {
    const std::string warning = "a.cfg:15: warning: Password stands in the file for all to read; "
                                "use PasswordFile=, or Password=${NAME}";
    const auto said = [](const std::string& line) {
        return problems_of_text(replaced(small_file, broker, std::string(broker) + line + "\n"));
    };
    EXPECT_EQ(said("Password=s3cr$t"), warning);
    EXPECT_EQ(said("Password=s3cret${BROKER_PASSWORD}"), warning);
    EXPECT_EQ(said("Password=${BROKER_PASSWORD}"), "");
    EXPECT_EQ(said("Password=" + std::string(300, 'x')),
              "a.cfg:15: Password is too long; write text of at most 256 bytes");
}

TEST(SettingsSecrets, are_in_no_message_and_in_no_report) {
    for (const char* line : {"Password=hunter2", "Pasword=hunter2", "Password hunter2",
                             "MySQLStorePassword=hunter2", "hunter2", "Password=hunter2${"}) {
        const TemporaryDirectory folder;
        const auto file =
            folder.write("a.cfg", replaced(small_file, broker, std::string(broker) + line + "\n"));
        const Checked checked = check_settings(file, test_environment());
        EXPECT_EQ(format_problems(checked).find("hunter2"), std::string::npos) << line;
        EXPECT_EQ(format_effective(checked).find("hunter2"), std::string::npos) << line;
    }
}

} // namespace
} // namespace lockstep
