import { expect, test } from './fixtures.ts'

test('the printed page address shows the page under a strict content policy, and the code leaves the address bar', async ({
  page,
  hookscope,
}) => {
  const response = await page.goto(hookscope.pageUrl)
  expect(response?.status()).toBe(200)
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'")
  await expect(page).toHaveTitle(/Hookscope/)
  await expect(page).toHaveURL(/^[^#]*(#(?!.*code=).*)?$/)
})
