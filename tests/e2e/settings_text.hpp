// Settings files of the gateway and of the simulator, put together section by section.
#pragma once

#include <cstdint>
#include <string>

namespace lockstep::e2e {

// What every gateway of these tests begins with: any free port for the console, and the data
// directory `data` beside the file. ES, MES and NQ are known.
std::string gateway_head();

// The same for what is measured: ES alone, no heartbeats in between, every limit at its default.
// `more` goes into [DEFAULT].
std::string measured_head(const std::string& more = "");

// `more` is added to the section: whole lines.
std::string dials(const std::string& peer, std::uint16_t port, const std::string& more = "");
std::string listens(const std::string& peer, const std::string& more = "", std::uint16_t port = 0);
std::string leader(const std::string& account, const std::string& peer,
                   const std::string& more = "");
std::string follower(const std::string& account, const std::string& leader_account,
                     const std::string& peer, const std::string& more);

// The simulator's: ES at 5000.00, MES with it and NQ at 18000.00; every session on one free port.
std::string simulator_head();
std::string sim_session(const std::string& name, const std::string& more = "");
std::string sim_account(const std::string& account, const std::string& keys);

} // namespace lockstep::e2e
