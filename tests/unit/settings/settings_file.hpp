// Settings files for tests: a folder that goes away, a small good file to change, and messages
// without the folder's name in them.
#pragma once

#include "settings/settings.hpp"
#include "support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

namespace lockstep {

using test::TemporaryDirectory;

inline std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// `text` with every `from` replaced.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

inline Environment test_environment() {
    Environment environment;
    environment.variables = {{"BROKER_PASSWORD", "s3cr#t $5"},
                             {"ACCOUNT", "F50K"},
                             {"EMPTY", ""},
                             {"TWO_LINES", "a\nb"}};
    return environment;
}

// The problems of `file`, a line each, with the names of files inside its folder.
inline std::vector<std::string> problems_of(const std::filesystem::path& file) {
    const Checked checked = check_settings(file, test_environment());
    std::vector<std::string> lines;
    for (const Problem& problem : checked.problems) {
        lines.push_back(replaced(problem.str(), file.parent_path().string() + "/", ""));
    }
    return lines;
}

// A good file without a warning, one key a line, so that a test can change one of them.
inline const std::string small_file = R"([DEFAULT]
BeginString=FIX.4.4
SenderCompID=LOCKSTEP
DataDirectory=var
[INSTRUMENT]
Symbol=ES
TickSize=0.25
TickValue=12.50
[SESSION]
ConnectionType=acceptor
TargetCompID=LEADER
SocketAcceptPort=5001
[SESSION]
ConnectionType=initiator
TargetCompID=BROKER1
SocketConnectHost=127.0.0.1
SocketConnectPort=6001
MarketData=Y
[LEADER]
Account=LEAD1
Session=FIX.4.4:LOCKSTEP->LEADER
Owner=J. Trader
[FOLLOWER]
Account=F50K
Leader=LEAD1
Session=FIX.4.4:LOCKSTEP->BROKER1
Owner=J. Trader
MaxContracts=5
)";

// What is said of the file `text`, as one text; empty when it is good.
inline std::string problems_of_text(const std::string& text) {
    const TemporaryDirectory folder;
    std::string all;
    for (const std::string& line : problems_of(folder.write("a.cfg", text))) {
        all += (all.empty() ? "" : "\n") + line;
    }
    return all;
}

} // namespace lockstep
