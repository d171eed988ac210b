// Every FIX message of every session in one file, as people read it: | for the separator.
#pragma once

#include "gateway/fix/quickfix.hpp"

#include <fstream>
#include <memory>
#include <string>

namespace lockstep::sim {

// One line each: TIME_NS SESSION in|out|event TEXT.
class WireLog {
  public:
    // An empty path writes nothing.
    explicit WireLog(const std::string& path);
    bool good() const { return !wanted_ || file_.good(); }
    bool wanted() const { return wanted_; }
    void write(const std::string& session, const char* what, const std::string& text);

  private:
    bool wanted_;
    std::ofstream file_;
};

} // namespace lockstep::sim
