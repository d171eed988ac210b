// The ledger's file.
#pragma once

#include <fstream>
#include <string>

namespace lockstep::sim {

class LedgerFile {
  public:
    // An empty path writes nothing.
    explicit LedgerFile(const std::string& path) : wanted_(!path.empty()) {
        if (wanted_) file_.open(path, std::ios::trunc);
    }
    // False when the file cannot be written.
    bool good() const { return !wanted_ || file_.good(); }
    bool wanted() const { return wanted_; }
    void write(const std::string& line) {
        if (wanted_) file_ << line << '\n';
    }
    void flush() {
        if (wanted_) file_.flush();
    }

  private:
    bool wanted_;
    std::ofstream file_;
};

} // namespace lockstep::sim
