// What is wrong with a settings file, at which line, and how to mend it.
#pragma once

#include "proto/result.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace lockstep {

// A line of a settings file. `order` is the place of the file among those read, so that problems
// of included files come after those of the file that includes them.
struct Location {
    std::string file;
    int order = 0;
    int line = 0; // from 1; 0 when the whole file is meant

    // What a message about `here` calls this place: "line 7", or "FILE:7" in another file.
    std::string seen_from(const Location& here) const;
};

// `what` is a plain statement, `mend` says what to write instead. A warning does not keep the
// gateway from starting. Neither text ever holds the value of a secret.
struct Problem {
    Location where;
    bool is_warning = false;
    std::string what;
    std::string mend;

    // "FILE:LINE: what; mend", with "warning: " before `what` of a warning.
    std::string str() const;
};

// All that was found in one reading. Said once, even if found again on another way (a key in
// [DEFAULT] is looked at for every section that takes it). Keeps at most `kept_max`, counts the
// rest.
class Problems {
  public:
    static constexpr std::size_t kept_max = 1000;

    void error(const Location& where, std::string what, std::string mend);
    // `trouble` is "what; how to mend it", where the first half continues `subject`.
    void error(const Location& where, const std::string& subject, const Error& trouble);
    void warning(const Location& where, std::string what, std::string mend);
    void add(Problem problem); // one that another reading has found

    bool has_errors() const { return errors_ > 0; }
    // By file and line; the last one says how many were not kept, if any.
    std::vector<Problem> sorted() const;

  private:
    std::vector<Problem> kept_;
    std::set<std::tuple<int, int, std::string>> seen_;
    std::size_t errors_ = 0;
    std::size_t dropped_ = 0;
};

// `text` for a message: cut at 40 bytes, bytes that would upset a terminal as '?'.
std::string shown(std::string_view text);

} // namespace lockstep
