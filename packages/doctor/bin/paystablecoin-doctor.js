#!/usr/bin/env node
// A file of its own, so that installing links the command before anything is built.
import '../dist/cli/main.js'
