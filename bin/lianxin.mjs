#!/usr/bin/env node
import '../tools/bootstrap.mjs';
